import { type IntentsNow, readIntentsNow } from "../../aws/intents-now.ts";
import { deletePause } from "../../aws/pause-table.ts";
import { changeDomainIntents, wakeDomain } from "../../aws/post-intent.ts";
import { wakeDestination } from "../../aws/wake-destination.ts";
import type { Config } from "../../config/config.ts";
import { type Intent, isInForce } from "../../plan/intents/intent.ts";
import { destinationsOf } from "../../records/destination.ts";
import { isPaused, type Pause } from "../../state/pause.ts";
import { flag } from "../parameter.ts";
import { describeInForce, describePause } from "../pause/in-force.ts";
import { refuseTarget, type TargetParams, targetDomains, targetParameters } from "../pause/target.ts";
import { runCommand } from "../run-command.ts";
import { defineRunbook, type PlanInput } from "../runbook.ts";
import { type Change, type Report, report, type Step } from "../step.ts";

type Params = TargetParams & { readonly mode?: boolean | undefined; readonly park?: boolean | undefined };

type Action =
  | { readonly kind: "switch-on" }
  | { readonly kind: "take-back"; readonly domain: string; readonly intents: readonly Intent[] };

export const resume = defineRunbook<Params, IntentsNow, null, Action>({
  name: "resume",
  purpose: "Ends pauses and counts that people have set, and says what is left in force",
  about:
    "Takes back what `pause` and `scale` have posted for a service, for all services of a domain, or, with `all: true`, for every service, and switches the kill switch off. With `mode: true` modes that `set-mode` has lowered are given back too, with `park: true` services that `park` keeps at 0 tasks. Only what is there now is taken back: what somebody posts meanwhile stays. Where there is nothing to resume, nothing is changed.",
  effect: "headgate",
  parameters: {
    ...targetParameters("resumed"),
    mode: flag("Also gives lowered modes back."),
    park: flag("Also ends parking."),
  },
  example: { service: "order" },
  refusals: {},
  grants: [{ actions: ["dynamodb:DeleteItem"], on: "table" }],
  check: (params) => refuseTarget(params),
  read: (params, _state, tools) =>
    readIntentsNow(
      targetDomains(params, tools.config).map(({ domain }) => domain),
      tools,
    ),

  plan: ({ params, reading, config, nowMs }): Step<null, Action> => {
    const found = standing({ params, reading, config, nowMs });
    const result = resumed(params, found);
    if (found.ended.length === 0 && found.endedPause === null) return { kind: "done", report: result };
    const changes: readonly Change[] = [
      ...(found.endedPause === null
        ? []
        : [{ about: "everything", what: "paused", from: describePause(found.endedPause), to: null }]),
      ...found.ended.map((intent) => ({
        about: intent.service,
        what: intent.kind,
        from: describeInForce(intent),
        to: null,
      })),
    ];
    const actions: readonly Action[] = [
      ...found.byDomain.map(({ domain, intents }): Action => ({ kind: "take-back", domain, intents })),
      // Last, so that nothing acts on what is about to be taken back.
      ...(found.endedPause === null ? [] : [{ kind: "switch-on" } as const]),
    ];
    return { kind: "act", state: null, changes, actions, next: null, report: result };
  },

  apply: async (action, tools) => {
    if (action.kind === "take-back") {
      const { domain, intents } = action;
      await changeDomainIntents(
        domain,
        (before) => before.filter((one) => !intents.some((of) => isSame(one, of))),
        tools,
      );
      return `domain ${domain}: ${intents.map((intent) => `${intent.kind} of ${intent.service}`).join(", ")} ended`;
    }
    await deletePause(tools.clients.dynamoDb, tools.stack.tableName);
    for (const { id } of tools.config.domains) await wakeDomain(id, tools);
    for (const { id } of destinationsOf(tools.config)) await wakeDestination(id, tools);
    return "the kill switch is off, and everything is looked at";
  },
});

/** Posted by the same run: a later one of the same kind is somebody's newer word. */
const isSame = (one: Intent, other: Intent): boolean =>
  one.kind === other.kind && one.service === other.service && one.run === other.run && one.sinceMs === other.sinceMs;

type Standing = {
  readonly byDomain: readonly { readonly domain: string; readonly intents: readonly Intent[] }[];
  readonly ended: readonly Intent[];
  readonly left: readonly Intent[];
  readonly endedPause: Pause | null;
  readonly leftPause: Pause | null;
};

const standing = ({
  params,
  reading,
  config,
  nowMs,
}: Pick<PlanInput<Params, IntentsNow, null>, "params" | "reading" | "nowMs"> & {
  readonly config: Config;
}): Standing => {
  const kinds: readonly Intent["kind"][] = [
    "pause",
    "count",
    ...(params.mode === true ? (["mode"] as const) : []),
    ...(params.park === true ? (["park"] as const) : []),
  ];
  const inForce = targetDomains(params, config).map(({ domain, services }) => ({
    domain,
    intents: (reading.intents[domain] ?? []).filter(
      (intent) => services.includes(intent.service) && isInForce(intent, nowMs),
    ),
  }));
  const isEnded = ({ kind }: Intent): boolean => kinds.includes(kind);
  const byDomain = inForce
    .map(({ domain, intents }) => ({ domain, intents: intents.filter(isEnded) }))
    .filter(({ intents }) => intents.length > 0);
  const pause = isPaused(reading.pause, nowMs) ? reading.pause : null;
  return {
    byDomain,
    ended: byDomain.flatMap(({ intents }) => intents),
    left: inForce.flatMap(({ intents }) => intents.filter((intent) => !isEnded(intent))),
    endedPause: params.all === true ? pause : null,
    leftPause: params.all === true ? null : pause,
  };
};

const resumed = (params: Params, { ended, left, endedPause, leftPause }: Standing): Report => {
  const what = params.all === true ? "everything" : (params.service ?? `the domain ${params.domain}`);
  const isNothing = ended.length === 0 && endedPause === null;
  const remains = [
    ...(leftPause === null ? [] : [`${describePause(leftPause)}; ${runCommand("resume", { all: true })}`]),
    ...left.map((intent) => `${describeInForce(intent)}; ${endingOf(intent)}`),
  ];
  const lines = [
    isNothing ? `Nothing to resume for ${what}.` : "Ended:",
    ...(endedPause === null ? [] : [`  ${describePause(endedPause)}`]),
    ...ended.map((intent) => `  ${describeInForce(intent)}`),
    ...(remains.length === 0
      ? ["Nothing else is in force."]
      : ["Left in force:", ...remains.map((line) => `  ${line}`)]),
  ];
  return report(lines.join("\n"), { ended, endedPause, left, leftPause });
};

const endingOf = ({ service, kind }: Intent): string =>
  runCommand("resume", { service, mode: kind === "mode", park: kind === "park" });
