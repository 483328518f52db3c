import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { remembered } from "../../shared/plan/memory.ts";
import { domainCases } from "./domain-case.ts";
import { type Moment, momentsOf } from "./history.ts";

/** What a moment must be for a property to have something to say about it. */
const kinds: Readonly<Record<string, (moment: Moment) => boolean>> = {
  "bound by a budget": ({ plan }) => plan.services.some(({ admission }) => admission?.kind === "capped"),
  "held by an unknown budget": ({ plan }) => plan.services.some(({ admission }) => admission?.kind === "held"),
  "over a budget": ({ plan }) => plan.findings.some(({ code }) => code === "budget-exceeded"),
  "with a rolling deployment": ({ plan }) => plan.services.some(({ counts }) => counts?.deployment.kind === "rolling"),
  "with stopping tasks": ({ plan }) => plan.services.some(({ counts }) => (counts?.stopping ?? 0) > 0),
  "with surplus tasks": ({ plan }) =>
    plan.services.some(({ counts }) => counts !== null && counts.running + counts.pending > counts.desired),
  "with an unreadable service": ({ plan }) => plan.services.some(({ want }) => want.kind === "unreadable"),
  "with an unknown budget": ({ plan }) => plan.budgets.some(({ kind }) => kind === "unknown"),
  "with a signal that holds": ({ plan }) => plan.findings.some(({ code }) => code === "signal-unknown"),
  "with a pin": ({ plan }) => plan.services.some(({ want }) => want.kind === "wants" && want.pin !== null),
  "with a bystander": ({ plan }) => plan.services.some(({ stance }) => stance === "bystander"),
  "on two databases or more": ({ plan }) => plan.budgets.length > 1,
  "that raises a desired count": ({ plan }) =>
    plan.actions.some((action) => action.kind === "set-desired-count" && action.to > action.from),
  "that lowers a desired count": ({ plan }) =>
    plan.actions.some((action) => action.kind === "set-desired-count" && action.to < action.from),
  "that raises and lowers": ({ plan }) => {
    const counts = plan.actions.filter((action) => action.kind === "set-desired-count");
    return counts.some(({ from, to }) => to > from) && counts.some(({ from, to }) => to < from);
  },
  "that writes a MaxCapacity": ({ plan }) => plan.actions.some(({ kind }) => kind === "set-max-capacity"),
  "that suspends scale-out": ({ plan }) => plan.actions.some(({ kind }) => kind === "suspend-scale-out"),
  "that resumes scale-out": ({ plan }) => plan.actions.some(({ kind }) => kind === "resume-scale-out"),
  "with a published service that waits for its tasks": (moment) => roundsOf(moment).includes("looking"),
  "with a published service whose victims leave": (moment) => roundsOf(moment).includes("withdrawing"),
  "with a published service whose round ends": (moment) => roundsOf(moment).includes("ending"),
  "that begins a round": ({ plan, memory }) =>
    plan.services.some(
      ({ name, withdrawal }) =>
        withdrawal?.memory?.kind === "withdrawing" && remembered(memory.services, name)?.withdrawal?.kind === "looking",
    ),
  "that lowers a count for victims": ({ plan, nowMs }) =>
    plan.services.some(({ name, withdrawal }) => {
      const round = withdrawal?.memory;
      const lowers = plan.actions.some(
        (action) => action.kind === "set-desired-count" && action.service === name && action.to < action.from,
      );
      return round?.kind === "withdrawing" && round.committedAtMs === nowMs && lowers;
    }),
  "that protects tasks": ({ plan }) => plan.actions.some(({ kind }) => kind === "protect-tasks"),
  "that lifts protection": ({ plan }) => plan.actions.some(({ kind }) => kind === "unprotect-tasks"),
  "with a round that is stuck": ({ plan }) => plan.findings.some(({ code }) => code === "withdrawal-stuck"),
  "with a round whose tasks can't be read": ({ plan, snapshot }) =>
    plan.services.some(
      ({ name, withdrawal }) =>
        withdrawal?.memory?.kind === "withdrawing" &&
        snapshot.services.find((reading) => reading.name === name)?.front?.tasks.kind !== "known",
    ),
  "with victims of one service while another grows": (moment) =>
    roundsOf(moment).includes("withdrawing") &&
    moment.plan.actions.some((action) => action.kind === "set-desired-count" && action.to > action.from),
};

const roundsOf = ({ plan }: Moment): readonly (string | undefined)[] =>
  plan.services.map(({ withdrawal }) => withdrawal?.memory?.kind);

const leastShares: Readonly<Record<keyof typeof kinds, number>> = {
  "bound by a budget": 0.2,
  "held by an unknown budget": 0.1,
  "over a budget": 0.1,
  "with a rolling deployment": 0.1,
  "with stopping tasks": 0.2,
  "with surplus tasks": 0.03,
  "with an unreadable service": 0.03,
  "with an unknown budget": 0.1,
  "with a signal that holds": 0.1,
  "with a pin": 0.1,
  "with a bystander": 0.1,
  "on two databases or more": 0.3,
  "that raises a desired count": 0.1,
  "that lowers a desired count": 0.1,
  "that raises and lowers": 0.02,
  "that writes a MaxCapacity": 0.02,
  "that suspends scale-out": 0.04,
  "that resumes scale-out": 0.004,
  "with a published service that waits for its tasks": 0.03,
  "with a published service whose victims leave": 0.1,
  "with a published service whose round ends": 0.1,
  "that begins a round": 0.015,
  "that lowers a count for victims": 0.01,
  "that protects tasks": 0.05,
  "that lifts protection": 0.04,
  "with a round that is stuck": 0.003,
  "with a round whose tasks can't be read": 0.008,
  "with victims of one service while another grows": 0.015,
};

it("the generator reaches every kind of moment often enough to say something", () => {
  const moments = fc.sample(domainCases, { seed: 20_260_314, numRuns: 600 }).flatMap(momentsOf);
  const shares = Object.fromEntries(
    Object.entries(kinds).map(([kind, holds]) => [kind, moments.filter(holds).length / moments.length]),
  );
  if (process.env["HEADGATE_SHOW_SHARES"] !== undefined) console.table(shares);
  for (const [kind, least] of Object.entries(leastShares)) expect([kind, shares[kind]! >= least]).toEqual([kind, true]);
});
