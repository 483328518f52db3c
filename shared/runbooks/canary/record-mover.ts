import type { Config } from "../../config/config.ts";
import type { RecordConfig } from "../../config/publication.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { isInForce } from "../../records/dns/posted-weights.ts";
import type { WeightPost } from "../../records/post.ts";
import { refuseWith } from "../refusal.ts";
import type { CanaryParams, TrafficBefore, TrafficReading } from "./canary-types.ts";
import { defaultStepMinutes } from "./canary-types.ts";
import type { Mover } from "./mover.ts";
import { canaryRefusals } from "./refusals.ts";

/** Longer than a step and its read-back: a run that has died lets headgate.yml's weights come back. */
const spareMinutes = 60;
/** Both sides may be given: time to write it into headgate.yml and deploy. */
const endHours = 24;

/** The record of a service at a name, if it is a weighted one. */
export const weightedRecordOf = (service: ServiceConfig | undefined, name: string | undefined): RecordConfig | null =>
  service?.publish.records.find((record) => record.kind === "weighted" && record.name === name) ?? null;

/** By two weighted records of one name: posted, and seen once `records` has written them. */
export const recordMover = (
  params: CanaryParams,
  config: Config,
  { posts, zoneWeights, healthyTasks }: Extract<TrafficReading, { by: "route53" }>,
  about: { readonly nowMs: number; readonly run: string },
): Mover => {
  const { service: to, fromService: from = "", record: name = "" } = params;
  const recordOf = (service: string) =>
    weightedRecordOf(
      config.services.find((one) => one.name === service),
      name,
    );
  const posted = (service: string): WeightPost | null => {
    const post = posts.find((one) => one.service === service);
    return post !== undefined && post.record === name && isInForce(post, about.nowMs) ? post : null;
  };
  const weightOf = (service: string): number => posted(service)?.weight ?? recordOf(service)?.weight ?? 0;
  const now = percentOf(weightOf(from), weightOf(to));
  const seenOf = (service: string): number | null => zoneWeights[recordOf(service)?.setIdentifier ?? ""] ?? null;
  const isSeen = seenOf(from) === weightOf(from) && seenOf(to) === weightOf(to);
  const postOf = (service: string, weight: number, minutes: number): WeightPost => ({
    service,
    record: name,
    weight,
    atMs: about.nowMs,
    untilMs: about.nowMs + minutes * 60_000,
    run: about.run,
  });
  const destination = `zone/${config.zones.find((zone) => zone.name === recordOf(to)?.zone)?.hostedZoneId}`;
  const isEnd = now === 0 || now === 100;
  return {
    about: name,
    side: to,
    now:
      now === null
        ? {
            kind: "refused",
            refusal: refuseWith(canaryRefusals, "not-weighted", `${name}: both weights are 0 in headgate.yml`),
          }
        : { kind: "split", toPercent: now, isSeen },
    healthy: healthyTasks,
    before: { by: "route53", posts: [posted(from), posted(to)].filter((post) => post !== null), percent: now ?? 0 },
    percentOf: (before) => (before.by === "route53" ? before.percent : 0),
    move: (toPercent) => {
      // All or nothing has to last until somebody has written it into headgate.yml.
      const atEnd = toPercent === 0 || toPercent === 100;
      const minutes = atEnd ? endHours * 60 : (params.stepMinutes ?? defaultStepMinutes) + spareMinutes;
      return {
        kind: "post",
        destination,
        posts: [postOf(from, 100 - toPercent, minutes), postOf(to, toPercent, minutes)],
        says: `${toPercent} % of the answers for ${to}`,
      };
    },
    restore: (before) => ({
      kind: "post",
      destination,
      posts: [from, to].map(
        (service) => restored(before, service, about.nowMs) ?? postOf(service, weightOf(service), 0),
      ),
      says: "the weights are headgate.yml's again, or what was posted before",
    }),
    endNote: isEnd
      ? `these weights hold for ${endHours} h: write them into headgate.yml and deploy before they end`
      : null,
  };
};

/** As of now: a post that is older than ours would not take its place. */
const restored = (before: TrafficBefore, service: string, nowMs: number): WeightPost | null => {
  const post = before.by === "route53" ? before.posts.find((one) => one.service === service) : undefined;
  return post === undefined ? null : { ...post, atMs: nowMs };
};

const percentOf = (from: number, to: number): number | null =>
  from + to === 0 ? null : Math.round((100 * to) / (from + to));
