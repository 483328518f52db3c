import * as z from "zod";

/** Units as CloudWatch knows them; only those that a count of requests could have are told here. */
const unit = z.enum(["Count", "Count/Second", "None"]);

const metric = z.strictObject({
  Name: z.string().min(1).max(1024),
  Unit: unit.optional(),
  StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
});

const directive = z.strictObject({
  Namespace: z.string().min(1).max(1024),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z.array(metric).max(100),
});

const root = z.looseObject({
  _aws: z.strictObject({ Timestamp: z.int().min(0), CloudWatchMetrics: z.array(directive).min(1) }),
});

export type EmfDocument = z.infer<typeof root>;

/**
 * One log line as CloudWatch Logs would read it.
 *
 * @throws Error where the line is no document of the embedded metric format, or a target member is missing or of
 * another type
 * @see Amazon CloudWatch user guide, Specification: Embedded metric format
 */
export const parseEmf = (line: string): EmfDocument => {
  const document = root.parse(JSON.parse(line));
  for (const { Dimensions, Metrics } of document._aws.CloudWatchMetrics) {
    for (const name of Dimensions.flat()) {
      const value = document[name];
      if (typeof value !== "string" || value.length === 0 || value.length > 1024) {
        throw new Error(`${name} is a dimension, and ${JSON.stringify(value)} is no text of 1 to 1024 characters`);
      }
    }
    for (const { Name } of Metrics) {
      const value = document[Name];
      const values = Array.isArray(value) ? value : [value];
      if (values.length > 100 || !values.every((each) => typeof each === "number" && Number.isFinite(each))) {
        throw new Error(`${Name} is a metric, and ${JSON.stringify(value)} is no number or up to 100 of them`);
      }
    }
  }
  return document;
};
