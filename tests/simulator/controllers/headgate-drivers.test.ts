import { describe, expect, it } from "@jest/globals";
import { alarmsOf } from "../../../simulator/controllers/headgate/alarms-of.ts";
import { configOf } from "../../../simulator/controllers/headgate/config-of.ts";
import { makeDirectHeadgate } from "../../../simulator/controllers/headgate/direct/direct-headgate.ts";
import type { HeadgateSettings } from "../../../simulator/controllers/headgate/settings.ts";
import { makeHeadgateController } from "../../../simulator/controllers/headgate.ts";
import type { HeadgateTerms, ServiceTerms } from "../../../simulator/scenario/scenario.ts";
import { incidentA } from "../../../simulator/scenarios/incident-a.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { shipped } from "../scenarios/shipped.ts";
import { legalPool, legalService, legalWorld } from "../world/small-world.ts";

const headgate: HeadgateTerms = {
  surge: "borrow",
  admission: "worst",
  marginConnections: null,
  limits: "known",
  priorities: {},
  unnamed: [],
  latency: null,
};

const targetPercent = 60;

const termsOf = (spec: WorldSpec): readonly ServiceTerms[] =>
  spec.services.map(({ name, cpuSecondsPerRequest }) => ({
    service: name,
    minTasks: 2,
    maxTasks: 30,
    targetPercent,
    requestsPerTask: targetPercent / 100 / cpuSecondsPerRequest,
    handSetCap: 30,
  }));

/** Where to find more in an account: without queues and a table there is no such place. */
const withoutLinks = (text: string): string => text.replaceAll(/^(?:Decision|Logs|Trace): .*\n/gm, "");

/** Every change of a desired count, and every notice, with its second. */
type Story = { readonly counts: readonly string[]; readonly notices: readonly string[] };

const play = async (
  driver: "direct" | "embedded",
  spec: WorldSpec,
  settings: HeadgateSettings,
  seconds: number,
): Promise<Story> => {
  const world = new World(spec, 1);
  const terms = termsOf(spec);
  const config = configOf({ world, terms, headgate }, settings);
  const alarms = alarmsOf(spec.services, terms);
  const controller =
    driver === "direct" ? makeDirectHeadgate(world, config, alarms) : makeHeadgateController(world, config, alarms);
  const counts: string[] = [];
  let last = "";
  for (let second = 0; second < seconds; second += 1) {
    const pending = controller.step(world);
    if (pending !== undefined) await pending;
    const now = spec.services.map(({ name }) => `${name} ${world.counts(name).desired}`).join(", ");
    if (now !== last) counts.push(`${second} s: ${now}`);
    last = now;
    world.step();
  }
  const notices = (controller.notices?.() ?? []).map(
    ({ atSeconds, subject, text }) => `${atSeconds} s: ${subject}\n${withoutLinks(text)}`,
  );
  return { counts, notices };
};

const scale: HeadgateSettings = { mode: "scale", ratePeriodSeconds: 60, forecast: true };

/** Three times the load after ten minutes, and back after forty; two services on one wall, one of them called. */
const wall: WorldSpec = legalWorld(
  {},
  {
    services: [
      legalService({
        traffic: { kind: "ramp", baseRequestsPerSecond: 60, riseAtSeconds: 600, rampSeconds: 120, amplitude: 3 },
        initialTasks: 2,
        pool: legalPool({ connectionsPerTask: 5 }),
        calls: [{ service: "back", requestsPerRequest: 0.5 }],
      }),
      legalService({
        name: "back",
        traffic: undefined as never,
        initialTasks: 2,
        pool: legalPool({ connectionsPerTask: 5 }),
      }),
    ],
    deployments: [{ service: "shop", atSecond: 1_500 }],
  },
);

describe("the function scale on the world itself, and in the embedded cloud, does and says the same", () => {
  type Row = { when: string; spec: () => WorldSpec; settings: HeadgateSettings; seconds: number };
  it.each<Row>([
    { when: "at a wall, with a call and a deployment", spec: () => wall, settings: scale, seconds: 3_600 },
    {
      when: "at a wall, with a request rate of 20 s",
      spec: () => wall,
      settings: { ...scale, ratePeriodSeconds: 20 },
      seconds: 3_600,
    },
    { when: "in observe", spec: () => wall, settings: { ...scale, mode: "observe", forecast: false }, seconds: 1_800 },
    { when: "in the flash sale", spec: () => incidentA[0]!.worldSpec(), settings: scale, seconds: 2_400 },
    {
      when: "over six hours of seven services",
      spec: () => shipped("seven-services").world,
      settings: scale,
      seconds: 21_600,
    },
  ])("$when", async ({ spec, settings, seconds }) => {
    const direct = await play("direct", spec(), settings, seconds);
    expect(direct).toEqual(await play("embedded", spec(), settings, seconds));
    expect(direct.counts.length + direct.notices.length).toBeGreaterThan(1);
  });
});
