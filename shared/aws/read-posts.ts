import type { Reading } from "../reading.ts";
import type { Destination } from "../records/destination.ts";
import type { PostedWeights } from "../records/dns/posted-weights.ts";
import type { GatePost, WeightPost } from "../records/post.ts";
import type { PostTable } from "./post-table.ts";

/** What `scale` and runbooks have posted about a destination's services, by service. */
export type Posts = {
  /** Tasks to be taken out; services with none are not in it. */
  readonly withdrawals: ReadonlyMap<string, readonly string[]>;
  readonly gates: ReadonlyMap<string, GatePost>;
  /** By a runbook, each with an end of its own. */
  readonly weights: PostedWeights;
};

/**
 * `scale` posts at every look while a round lasts, at the latest after some five minutes. What it has left behind, because
 * it is paused or its memory is lost, holds no task back for longer than this; it then begins the round anew.
 */
const mostAgeMs = 30 * 60_000;

/**
 * @throws where a post can't be read: to publish a task again that is about to be stopped is worse than to wait
 */
export const readPosts = async (
  destination: Destination,
  nowMs: number,
  { posts }: { readonly posts: Pick<PostTable, "readWithdrawals" | "readGates" | "readWeights"> },
): Promise<Posts> => {
  const names = destination.services.map(({ service }) => service.name);
  const [withdrawals, gates, weights] = await Promise.all([
    posts.readWithdrawals(names),
    destination.kind === "nginx" ? posts.readGates(names) : new Map<string, Reading<GatePost>>(),
    posts.readWeights(weightedServices(destination)),
  ]);
  return {
    withdrawals: new Map(
      posted(withdrawals, nowMs).flatMap(({ service, taskIds }) => (taskIds.length > 0 ? [[service, taskIds]] : [])),
    ),
    gates: new Map(posted(gates, nowMs).map((gate) => [gate.service, gate])),
    weights: new Map(known<WeightPost>(weights).map((post) => [post.service, post])),
  };
};

/** Those alone are asked for: a destination without weighted records costs no read. */
const weightedServices = (destination: Destination): readonly string[] =>
  destination.kind !== "zone"
    ? []
    : destination.services
        .filter(({ entries }) => entries.some(({ kind }) => kind === "weighted"))
        .map(({ service }) => service.name);

const posted = <Post extends { readonly atMs: number }>(
  readings: ReadonlyMap<string, Reading<Post>>,
  nowMs: number,
): readonly Post[] => known(readings).filter(({ atMs }) => nowMs - atMs <= mostAgeMs);

const known = <Post>(readings: ReadonlyMap<string, Reading<Post>>): readonly Post[] =>
  [...readings.values()].flatMap((reading) => {
    if (reading.kind === "known") return [reading.value];
    if (reading.because === "no-data") return [];
    throw new Error(reading.detail);
  });
