import type { KnownBudget } from "../budget/budget.ts";
import { unitsPerConnection } from "../budget/rooms.ts";
import { fargateRoomName } from "../capacity/fargate-room.ts";
import { instancesFor } from "../capacity/instances-for.ts";
import type { WantedCount } from "../demand/want.ts";
import { bindingOf } from "./binding-of.ts";
import type { FindingCode } from "./codes.ts";
import { type ExplainInput, findingOf } from "./explain-input.ts";
import type { Finding } from "./finding.ts";
import { unlocksOf } from "./unlocks/unlocks-of.ts";

/** What capped or held the service, with the numbers and what would unlock more. */
export const explainAdmission = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { planned, shares } = input;
  const { admission, stance } = planned;
  // Who waits for a callee, or is held by one, is told with the calls.
  if (admission === null || admission.kind === "full" || admission.kind === "uncarried") return [];
  // A `govern` ceiling below the user's own is only worth a word where the signals ask for more than it.
  const limits = stance === "governed" ? want.askTasks > admission.tasks : true;
  if (!limits) return [];
  if (admission.kind === "unplaced") {
    const { code, detail, numbers } = admission.refusal;
    const instancesNeeded = instancesFor(want.askTasks - admission.tasks, admission.refusal);
    return [
      findingOf(input, code, detail, {
        askTasks: want.askTasks,
        grantedTasks: admission.tasks,
        ...numbers,
        ...(instancesNeeded === null ? {} : { instancesNeeded }),
      }),
    ];
  }
  if (admission.kind === "capped" && admission.by === fargateRoomName) {
    const numbers = {
      askTasks: want.askTasks,
      grantedTasks: admission.tasks,
      freeMilliVcpus: admission.freeUnits,
      neededMilliVcpus: admission.priceUnits,
    };
    return [findingOf(input, "fargate-quota", "", numbers)];
  }
  const room = shares.rooms.get(admission.by);
  const database = room?.database ?? admission.by;
  const budget = shares.budgets.get(database);
  const asked = { askTasks: want.askTasks, grantedTasks: admission.tasks };
  if (admission.kind === "held") {
    const closed = closedRooms(input);
    if (closed.length > 0) return closed.map((one) => findingOf(input, one.code, one.detail, asked, one.database));
  }
  if (admission.kind === "held" || room === undefined || budget === undefined || budget.kind === "unknown") {
    const { code, detail } = room?.closed ?? { code: "limit-unknown" as const, detail: "" };
    return [findingOf(input, code, detail, asked, database)];
  }
  const units = unitsPerConnection[room.unit];
  const leftConnections = Math.floor((shares.left.get(admission.by) ?? 0) / units);
  const priceConnections = admission.priceUnits / units;
  if (room.name !== database) {
    const code = room.unit === "connections" ? "proxy-clients" : "proxy-budget";
    return [findingOf(input, code, room.name, { ...asked, priceConnections, leftConnections }, database)];
  }
  const numbers = {
    askTasks: want.askTasks,
    grantedTasks: admission.tasks,
    priceConnections,
    ...budgetNumbers(budget),
    leftConnections,
  };
  const standing = {
    service: input.service,
    counts: want.counts,
    tasks: admission.tasks,
    askTasks: want.askTasks,
    prices: input.prices,
    left: shares.leftBesideReplacements,
  };
  const unlocks = unlocksOf(standing, bindingOf(input, room, budget));
  return [findingOf(input, "database-budget", describeLending(budget), numbers, database, unlocks)];
};

type ClosedBy = { readonly code: FindingCode; readonly detail: string; readonly database: string };

/**
 * Everything that holds the service, so that all of it is mended at once. What closes a database and the proxy in front of
 * it is one cause, and the database's.
 */
const closedRooms = ({ prices, shares }: ExplainInput): readonly ClosedBy[] => {
  const rooms = prices.flatMap(({ room }) => shares.rooms.get(room) ?? []);
  const ofDatabases = rooms.filter(({ name, database }) => name === database);
  const ofProxies = rooms.filter(({ name, database }) => name !== database);
  const causes: ClosedBy[] = [];
  for (const { closed, database } of [...ofDatabases, ...ofProxies]) {
    if (closed === null) continue;
    const isTold = causes.some((told) => told.database === database && told.detail.includes(closed.detail));
    if (!isTold) causes.push({ ...closed, database });
  }
  return causes;
};

/** "": all of the replacement is kept. */
const describeLending = ({ replacementLentConnections: lent }: KnownBudget): string =>
  lent === 0
    ? ""
    : `${lent} connections kept for one replaced task are lent to growth in an overload; they are kept again as tasks stop`;

const budgetNumbers = (budget: KnownBudget): Finding["numbers"] => ({
  limitConnections: budget.limitConnections,
  reservedConnections: budget.reservedConnections,
  marginConnections: budget.marginConnections,
  replacementConnections: budget.replacementConnections,
  ...(budget.replacementLentConnections === 0 ? {} : { replacementLentConnections: budget.replacementLentConnections }),
  connectorConnections: budget.connectorConnections,
  unmanagedConnections: budget.unmanagedConnections,
  budgetConnections: budget.budgetConnections,
  committedConnections: budget.committedConnections,
});
