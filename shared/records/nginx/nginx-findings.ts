import type { Finding } from "../../plan/explain/finding.ts";
import type { LeftOutReason, Published } from "../endpoint.ts";
import type { InstallProgress } from "./install-progress.ts";
import type { NginxInvocation } from "./nginx-reading.ts";
import type { SettledUpstream } from "./settle-upstreams.ts";

/** What people should know of the tasks behind a fleet: one finding per service and code. */
export const upstreamFindings = (settled: readonly SettledUpstream[]): readonly Finding[] => {
  const byCause = new Map<string, Finding>();
  for (const finding of settled.flatMap((one) => [...heldFinding(one), ...leftOutFinding(one)])) {
    const cause = `${finding.code}/${finding.service}`;
    if (!byCause.has(cause)) byCause.set(cause, finding);
  }
  return [...byCause.values()];
};

/** What people should know of the instances. */
export const installFindings = (progress: InstallProgress): readonly Finding[] => {
  if (progress.kind === "nobody") return [fleetFinding("nginx-nobody-listens", {}, "")];
  if (progress.kind === "unknown") return [fleetFinding("nginx-results-unknown", {}, progress.detail)];
  if (progress.kind !== "answered" || (progress.failed.length === 0 && progress.taken)) return [];
  const { failed, targetCount, status } = progress;
  const words = failed[0] === undefined ? `the command ended as ${status}` : wordsOf(failed[0]);
  return [fleetFinding("nginx-install-failed", { failedInstances: failed.length, instances: targetCount }, words)];
};

/** @param before what is listed by what was last rendered */
export const observedFinding = (before: readonly Published[], after: readonly Published[]): Finding => {
  const places = (list: readonly Published[]) => new Set(list.map(({ ipv4, ipv6, port }) => `${ipv4} ${ipv6} ${port}`));
  const [old, now] = [places(before), places(after)];
  const serversAdded = [...now].filter((place) => !old.has(place)).length;
  const serversRemoved = [...old].filter((place) => !now.has(place)).length;
  return fleetFinding("would-change-records", { serversAdded, serversRemoved, servers: now.size }, "");
};

const heldFinding = ({ service, settled: { held } }: SettledUpstream): readonly Finding[] =>
  held === null
    ? []
    : [
        {
          ...fleetFinding(
            held.code,
            { published: held.publishedCount, leaving: held.leavingCount, unseen: held.unseenCount },
            held.detail,
          ),
          service,
        },
      ];

const reasons: Partial<Record<LeftOutReason, string>> = {
  "no-address": "no address of the kind asked for",
  "no-port": "no such TCP port",
  "ambiguous-port": "several TCP ports, and containerPort is not given",
};

const leftOutFinding = ({ service, listed }: SettledUpstream): readonly Finding[] => {
  if (listed.kind === "unknown") return [];
  const left = listed.value.leftOut.flatMap(({ taskId, why }) => {
    const reason = reasons[why];
    return reason === undefined ? [] : [{ taskId, reason }];
  });
  const first = left[0];
  if (first === undefined) return [];
  return [
    { ...fleetFinding("task-without-address", { tasks: left.length }, `${first.taskId}: ${first.reason}`), service },
  ];
};

const mostWords = 500;

/** The last lines: nginx says what is wrong at the end, after its warnings. */
const wordsOf = ({ instanceId, statusDetails, output }: NginxInvocation): string => {
  const words = output.trim();
  const said = words === "" ? `no answer (${statusDetails})` : words;
  const place = `${instanceId}: `;
  const room = mostWords - place.length;
  return place + (said.length <= room ? said : `…${said.slice(1 - room)}`);
};

const fleetFinding = (code: Finding["code"], numbers: Finding["numbers"], detail: string): Finding => ({
  code,
  service: null,
  database: null,
  numbers,
  detail,
  unlocks: [],
});
