import type { Admission } from "../admit/admit.ts";
import { assertNever } from "../assert-never.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { Finding } from "../explain/finding.ts";
import type { Party } from "../party.ts";
import type { AdmittedCalls } from "./admit-calls.ts";
import type { CallStage } from "./call-stage.ts";
import type { CalleeBound, CalleeRefusal } from "./callee-refusal.ts";
import { countsRequests } from "./counted.ts";
import { describePlace } from "./describe-path.ts";

/**
 * Says of a domain's calls which caller waits for whom or is held by whom, and by what that one is bound in truth; and
 * what can't be measured.
 *
 * @param databases names of the rooms that are databases
 * @returns findings sorted by service
 * @throws never
 */
export const explainCalls = (
  stage: CallStage,
  parties: readonly Party[],
  admitted: AdmittedCalls,
  databases: ReadonlySet<string>,
): readonly Finding[] =>
  parties.flatMap((party) => {
    const { name } = party.service;
    const admission = admitted.admissions.get(name);
    return [
      ...(admission?.kind === "uncarried" ? [explainUncarried(stage, party, admission, admitted, databases)] : []),
      ...explainUnmeasured(stage, party),
      ...stage.view.shares.unknown
        .filter(({ caller }) => caller === name)
        .map(({ detail }) => finding("call-share-unknown", name, detail)),
    ];
  });

const finding = (
  code: FindingCode,
  service: string,
  detail: string,
  numbers: Finding["numbers"] = {},
  database: string | null = null,
): Finding => ({ code, service, database, numbers, detail, unlocks: [] });

const explainUncarried = (
  stage: CallStage,
  { service, want }: Party,
  admission: Extract<Admission, { readonly kind: "uncarried" }>,
  { reservedTasks }: AdmittedCalls,
  databases: ReadonlySet<string>,
): Finding => {
  const { refusal, tasks: grantedTasks } = admission;
  const askTasks = want.kind === "wants" ? want.askTasks : grantedTasks;
  const reserved = reservedTasks.get(service.name);
  const numbers = {
    askTasks,
    grantedTasks,
    ...(reserved === undefined ? {} : { reservedTasks: reserved }),
    neededPerSecond: rounded(refusal.neededPerSecond),
    carriedPerSecond: rounded(refusal.carriedPerSecond),
  };
  const database = databaseOf(refusal.bound, databases);
  const detail = `${describePlace(stage.view.graph, service.name, refusal.callee)} ${describeBound(stage, refusal)}`;
  return finding(codeOf(refusal.bound), service.name, detail, numbers, database);
};

const codeOf = (bound: CalleeBound): FindingCode => {
  switch (bound.kind) {
    case "not-yet":
      return "waiting-for-callee";
    case "overdue":
      return "callee-not-ready";
    case "unknown":
      return "callee-unknown";
    default:
      return "callee-capacity";
  }
};

const databaseOf = (bound: CalleeBound, databases: ReadonlySet<string>): string | null => {
  if (bound.kind === "elsewhere") return bound.database;
  if (bound.kind !== "no-room" && bound.kind !== "closed") return null;
  return databases.has(bound.room) ? bound.room : null;
};

const describeBound = (stage: CallStage, { callee, bound }: CalleeRefusal): string => {
  switch (bound.kind) {
    case "no-room":
      return `has no room for one more task: ${bound.freeUnits} free on ${bound.room}, it needs ${bound.priceUnits}`;
    case "closed":
      return `may not grow: ${bound.room} is not known, or takes no more work`;
    case "no-place":
      return `has no place for one more task: ${bound.refusal.detail}`;
    case "maximum":
      return `is at its maximum of ${bound.maxTasks} tasks`;
    case "left":
      return `is not ours to scale now${bound.code === null ? "" : ` (${bound.code})`}`;
    case "elsewhere":
      return `is bound in its own domain: ${bound.code}${bound.database === null ? "" : `, by ${bound.database}`}`;
    case "not-yet":
      return `has ${healthyOf(stage, callee)} healthy tasks`;
    case "overdue":
      return `still has ${healthyOf(stage, callee)} healthy tasks after three start times`;
    case "unknown":
      return `can't be read: ${bound.detail}`;
    default:
      return assertNever(bound);
  }
};

const healthyOf = ({ view }: CallStage, name: string): number =>
  view.flows.get(name)?.healthyTasks ?? view.neighbours.postOf(name)?.healthyTasks ?? 0;

const explainUnmeasured = ({ view, nodes }: CallStage, party: Party): readonly Finding[] => {
  const { name } = party.service;
  const { inner, out, into } = view.domainCalls;
  const callers = [...inner, ...into].filter(({ callee }) => callee === name).map(({ caller }) => caller);
  const callees = [...inner, ...out].filter(({ caller }) => caller === name).map(({ callee }) => callee);
  if (party.want.kind === "unreadable" || party.want.kind === "absent") return [];
  const flow = view.flows.get(name);
  const isBlind = flow === undefined || flow.arrivingPerSecond === null || flow.perTaskPerSecond === null;
  return [
    ...(callers.length > 0 && nodes.get(name)?.carrier.kind === "unmeasured"
      ? [finding("callee-unmeasured", name, `called by ${callers.join(", ")}`)]
      : []),
    ...(callees.length > 0 && isBlind
      ? [
          finding(
            "caller-unmeasured",
            name,
            `calls ${callees.join(", ")}${countsRequests(party.service) ? "" : "; no signal counts its requests"}`,
          ),
        ]
      : []),
  ];
};

/** For people: a tenth of a request per second. */
const rounded = (perSecond: number): number => Math.round(perSecond * 10) / 10;
