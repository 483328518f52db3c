import type { Destination } from "../destination.ts";
import type { WeightPost } from "../post.ts";

type Zone = Extract<Destination, { kind: "zone" }>;

/** By service. */
export type PostedWeights = ReadonlyMap<string, WeightPost>;

/**
 * The zone's records with the weights that people have posted in the place of the configured ones.
 *
 * A post is about one weighted record of its service and ends by itself; every other record stays as it is, so without a
 * post nothing changes.
 *
 * @throws never
 */
export const withPostedWeights = (destination: Zone, posted: PostedWeights, nowMs: number): Zone => {
  const inForce = destination.services.some(({ service }) => isInForce(posted.get(service.name), nowMs));
  if (!inForce) return destination;
  return {
    ...destination,
    services: destination.services.map((published) => {
      const post = posted.get(published.service.name);
      if (post === undefined || !isInForce(post, nowMs)) return published;
      const entries = published.entries.map((record) =>
        record.kind === "weighted" && record.name === post.record ? { ...record, weight: post.weight } : record,
      );
      return { ...published, entries };
    }),
  };
};

export const isInForce = (post: WeightPost | undefined, nowMs: number): boolean =>
  post !== undefined && nowMs < post.untilMs;
