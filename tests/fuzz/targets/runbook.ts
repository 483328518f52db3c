import { readFileSync } from "node:fs";
import { makeHandler } from "../../../functions/runbook/handler.ts";
import { RunRefused } from "../../../functions/runbook/run-answer.ts";
import { runbookDeps } from "../../../functions/runbook/wiring.ts";
import type { Config } from "../../../shared/config/config.ts";
import { parseConfig } from "../../../shared/config/read-config.ts";
import { commonRefusals } from "../../../shared/runbooks/refusal.ts";
import { runbooks } from "../../../shared/runbooks/registry.ts";
import { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import { runStackOf } from "../../../simulator/cloud/run-stack.ts";
import { rehearsalNames } from "../../../simulator/controllers/headgate.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalPool, legalService, startMs } from "../../simulator/world/small-world.ts";
import type { Dice } from "../dice.ts";
import { accepted, type FuzzTarget, promise, rejected, type Verdict } from "../fuzz-target.ts";
import { mutateValue } from "../mutate/mutate-json.ts";

/** The sample with every service handed over and every runbook allowed, so that nothing is refused for being forbidden. */
const sampleConfig = (): Config => {
  const read = parseConfig(readFileSync("headgate.yml", "utf8"), "headgate.yml");
  if (read.kind !== "ok") throw new Error("the sample is refused");
  const { config } = read;
  return {
    ...config,
    services: config.services.map((service) => ({ ...service, mode: "scale" })),
    runbooks: { ...config.runbooks, allow: runbooks.map(({ name }) => name) },
  };
};

const worldOf = (config: Config): WorldSpec => ({
  startMs,
  databases: config.databases.map(({ name }) => ({
    name,
    maxConnections: 400,
    reservedConnections: 8,
    baseConnections: 5,
    cores: 4,
  })),
  services: config.services.map(({ name, pools }) =>
    legalService({ name, ...(pools[0] === undefined ? {} : { pool: legalPool({ database: pools[0].database }) }) }),
  ),
});

/**
 * The deployed function `runbook`, invoked with anything: a dry run's plan, a report, a run that has begun, or a refusal
 * with its code. The whole cloud is new each time.
 */
export const runbookTarget: FuzzTarget = {
  name: "runbook",
  share: 25,
  codes: new Set([...Object.keys(commonRefusals), ...runbooks.flatMap(({ refusals }) => Object.keys(refusals))]),
  prepare: async () => {
    const config = sampleConfig();
    const spec = worldOf(config);
    const invoke = async (event: unknown) => {
      const world = new World(spec, 1);
      for (let second = 0; second < 2; second += 1) world.step();
      const cloud = new EmbeddedCloud(world, config, [], rehearsalNames);
      const stack = { ...runStackOf(cloud, rehearsalNames, true), stsEndpoint: "https://sts.invalid" };
      const handler = makeHandler(
        runbookDeps(cloud.runClients(), stack, config, {
          nowMs: () => world.nowMs,
          audit: async () => cloud.auditClients(),
          traceId: () => null,
          log: { info: () => {}, warn: () => {} },
        }),
      );
      return handler(event, { awsRequestId: "request-0001" });
    };
    return {
      generate: (dice) => mutateValue(dice, requestOf(dice)),
      run: (text) => answered(() => invoke(JSON.parse(text))),
    };
  },
};

const requestOf = (dice: Dice): unknown => {
  const run = dice.pick(["request-0001", "incident-42", "a:b.c-d_e"]);
  if (dice.chance(0.1)) return { run, command: dice.pick(["status", "abort", "approve"]) };
  const { name, example } = dice.pick(runbooks);
  return {
    runbook: name,
    params: dice.chance(0.1) ? JSON.stringify(example) : example,
    ...(dice.chance(0.3) ? { confirm: dice.pick([true, false, "true", "false"]) } : {}),
    ...(dice.chance(0.3) ? { requestId: run } : {}),
  };
};

const answered = async (invoke: () => Promise<unknown>): Promise<Verdict> => {
  try {
    const answer = (await invoke()) as Record<string, unknown>;
    if ("batchItemFailures" in answer) return rejected(["bad-input"]);
    promise(answer["kind"] === "dry-run" || answer["kind"] === "run", `answered ${JSON.stringify(answer["kind"])}`);
    promise(typeof answer["text"] === "string" && answer["text"] !== "", "the answer says nothing");
    promise(!/\bundefined\b|\[object|NaN/.test(answer["text"]), `says: ${answer["text"]}`);
    return accepted();
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    const { code, message, remedy, field } = error.refusal;
    promise(message !== "" && remedy !== "", `${code} says nothing`);
    promise(!/[\p{Cc}\p{Cs}]/u.test(`${message}${field ?? ""}`), `${code} says control characters: ${message}`);
    promise(`${message}${field ?? ""}`.length < 4_000, `${code} takes ${message.length} characters to say it`);
    return rejected([code]);
  }
};
