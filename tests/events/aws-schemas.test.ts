import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { sample, sampleNames } from "./samples.ts";

type Database = Awaited<ReturnType<typeof loadAwsServiceSpec>>;

/** Sent by AWS, not yet in its schemas. */
const newerFields = new Set(["EventID", "enableExecuteCommand", "ephemeralStorage"]);

/** The schema has one object here; the events, and AWS's documented example, have a list of them. */
const listsInFact = new Set(["attachments[0].details"]);

const declared = [
  { id: "aws.cloudwatch@CloudWatchAlarmStateChange", detailType: "CloudWatch Alarm State Change" },
  { id: "aws.ecs@ECSTaskStateChange", detailType: "ECS Task State Change" },
  { id: "aws.ecs@ECSServiceAction", detailType: "ECS Service Action" },
  { id: "aws.rds@RDSDBClusterEvent", detailType: "RDS DB Cluster Event" },
  { id: "aws.rds@RDSDBInstanceEvent", detailType: "RDS DB Instance Event" },
  { id: "aws.rds@RDSDBParameterGroupEvent", detailType: "RDS DB Parameter Group Event" },
  { id: "aws.rds@RDSDBProxyEvent", detailType: "RDS DB Proxy Event" },
];

type EventBridgeSample = { readonly "detail-type": string; readonly source: string; readonly detail: unknown };

const isEventBridge = (value: unknown): value is EventBridgeSample =>
  typeof value === "object" && value !== null && "detail-type" in value;

let database: Database;
beforeAll(async () => {
  database = await loadAwsServiceSpec();
});

describe.each(declared)("AWS's own schema $id", ({ id, detailType }) => {
  const samples = sampleNames()
    .map((name) => ({ name, value: sample(name) }))
    .flatMap(({ name, value }) =>
      isEventBridge(value) && value["detail-type"] === detailType ? [{ name, value }] : [],
    );

  it.each(samples)("accepts $name", ({ value }) => {
    const event = database.all("event").find(({ name }) => name === id);
    expect(event?.source).toBe(value.source);
    expect(event?.detailType).toBe(detailType);
    expect(differences(value.detail, { type: "ref", reference: event!.rootProperty }, "")).toEqual([]);
  });

  it("has a sample", () => expect(samples.length).toBeGreaterThan(0));

  it("would refuse a sample without its first required field", () => {
    const event = database.all("event").find(({ name }) => name === id);
    const found = differences({}, { type: "ref", reference: event!.rootProperty }, "");
    expect(found.length).toBeGreaterThan(0);
  });
});

/** What AWS declares of a field; `any` because the package publishes the shape for its own use only. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Declared = any;

const differences = (value: unknown, type: Declared, place: string): readonly string[] => {
  switch (type.type) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === type.type ? [] : [`${place}: ${type.type} expected`];
    case "json":
      return [];
    case "array":
      if (!Array.isArray(value)) return [`${place}: list expected`];
      return value.flatMap((item, index) => differences(item, type.element, `${place}[${index}]`));
    case "map":
      return Object.entries(value as object).flatMap(([key, item]) =>
        differences(item, type.element, `${place}.${key}`),
      );
    case "ref":
      if (listsInFact.has(place)) return differences(value, { type: "array", element: type }, `${place} list`);
      return objectDifferences(value, database.get("eventTypeDefinition", type.reference.$ref).properties, place);
    default:
      return [`${place}: ${type.type} is not known to this test`];
  }
};

const objectDifferences = (value: unknown, properties: Declared, place: string): readonly string[] => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${place}: object expected`];
  const path = (key: string): string => (place === "" ? key : `${place}.${key}`);
  const unknown = Object.keys(value).filter((key) => !(key in properties) && !newerFields.has(key));
  return [
    ...unknown.map((key) => `${path(key)}: not declared`),
    ...Object.entries<Declared>(properties).flatMap(([key, property]) => {
      const item = (value as Record<string, unknown>)[key];
      if (item === undefined) return property.required ? [`${path(key)}: required`] : [];
      return differences(item, property.type, path(key));
    }),
  ];
};
