import { expect } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { type BadStack, badStack, type Fault } from "./bad-stack.ts";
import { soundEstate, twoDatabasesConfig } from "./two-databases.ts";

/** A notice as it must be: its code, what it is about, and the words that people need to act. */
export type Said = {
  readonly code: FindingCode;
  /** A service; a database where the notice is about no service; the domain where it is about neither. */
  readonly about: string;
  readonly names: readonly string[];
};

export type Proof = {
  readonly config?: Config;
  readonly world?: WorldSpec;
  readonly alarms?: readonly AlarmSpec[];
  readonly broken?: Partial<RdsEstate>;
  readonly fault?: Fault;
  /** The parts of the estate that are mended; by default those of the sound one that were broken. */
  readonly mended?: Partial<RdsEstate>;
  /** Set up after the stack stands. */
  readonly prepare?: (stack: BadStack) => void;
  /** The services that must grow while it is broken; the others must stay as they are. */
  readonly grow: readonly string[];
  readonly says: readonly Said[];
};

const services = ["api", "both", "web"];
const initialTasks = 4;
/** A hold is told after two minutes; what grows has grown by then. */
const brokenSeconds = 420;
/** A warning is over after fifteen minutes without it, and a calm domain is read every five. */
const mostMendedSeconds = 1_800;

/**
 * Breaks, looks who grows and what is told, mends, and looks that everything grows and the notice is cleared.
 *
 * Throughout, no more tasks are ordered than a database accepts, and the world refuses nobody a connection.
 */
export const prove = async (proof: Proof): Promise<BadStack> => {
  const { config = twoDatabasesConfig(), world, alarms, broken = {}, fault = () => null, grow, says } = proof;
  const stack = badStack({
    config,
    estate: broken,
    ...(world === undefined ? {} : { world }),
    ...(alarms === undefined ? {} : { alarms }),
  });
  proof.prepare?.(stack);
  stack.failing(fault);
  await stack.readLimits();
  await stack.run(brokenSeconds);
  expect(services.filter((name) => stack.desiredOf(name) > initialTasks)).toEqual(grow);
  expect(services.filter((name) => stack.desiredOf(name) < initialTasks)).toEqual([]);
  for (const { code, about, names } of says) {
    const { notice, text } = find(stack, "raised", code, about);
    expect(text).toContain(`Code: ${code} `);
    for (const name of names) expect(text).toContain(name);
    expect(notice.domain).toBe("api");
  }
  const keys = Object.keys(broken) as (keyof RdsEstate)[];
  stack.mend(proof.mended ?? Object.fromEntries(keys.map((key) => [key, soundEstate[key]])));
  await stack.readLimits();
  await runUntil(stack, () => says.every(({ code, about }) => isTold(stack, "cleared", code, about)));
  expect(services.filter((name) => stack.desiredOf(name) > initialTasks)).toEqual(services);
  for (const { code, about } of says) find(stack, "cleared", code, about);
  expect(stack.refusedConnections()).toBe(0);
  return stack;
};

export const runUntil = async (stack: BadStack, isOver: () => boolean): Promise<void> => {
  for (let seconds = 0; seconds < mostMendedSeconds && !isOver(); seconds += 60) await stack.run(60);
};

type State = "raised" | "cleared";

const matching = (stack: BadStack, state: State, code: FindingCode, about: string) =>
  stack.told().filter(({ notice }) => {
    const isAbout = (notice.service ?? notice.database ?? notice.domain) === about;
    return notice.state === state && notice.code === code && isAbout;
  });

const isTold = (stack: BadStack, state: State, code: FindingCode, about: string): boolean =>
  matching(stack, state, code, about).length > 0;

const find = (stack: BadStack, state: State, code: FindingCode, about: string) => {
  const told = matching(stack, state, code, about)[0];
  if (told !== undefined) return told;
  const all = stack
    .told()
    .map(
      ({ notice }) => `${notice.state} ${notice.code} ${notice.service ?? notice.database}: ${notice.finding.detail}`,
    );
  throw new Error(`no ${state} notice ${code} about ${about} among:\n${all.join("\n")}`);
};

/** What everything on the bad database says while that can't be counted on; `web` goes on. */
export const heldOnBad = (code: FindingCode, ...names: readonly string[]): Pick<Proof, "grow" | "says"> => ({
  grow: ["web"],
  says: ["api", "both"].map((about) => ({ code, about, names })),
});

/** What is said where nothing in the domain can be counted on. */
export const allHeld = (code: FindingCode, ...names: readonly string[]): Pick<Proof, "grow" | "says"> => ({
  grow: [],
  says: services.map((about) => ({ code, about, names })),
});

/** What is said where another authority answers, so that everything goes on. */
export const allGrow = (
  code: FindingCode,
  about: string,
  ...names: readonly string[]
): Pick<Proof, "grow" | "says"> => ({
  grow: services,
  says: [{ code, about, names }],
});
