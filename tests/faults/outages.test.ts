import { expect, it } from "@jest/globals";
import { playOutage } from "../../simulator/faults/outage.ts";
import { brokenInvariants } from "./estate/broken-invariants.ts";
import { estateOutcome } from "./estate/estate-outcome.ts";
import { fargateEstate } from "./estate/fargate-estate.ts";
import { faultStack } from "./estate/fault-stack.ts";
import { healingSeconds } from "./scene.ts";

const outageSeconds = 600;

/**
 * A service of AWS answers nothing for ten minutes from the first second on, while everything is still to be decided.
 *
 * `told`: what people hear of it. `held`: what goes on or waits meanwhile, as lines of the outcome at its end.
 */
it.each([
  {
    service: "dynamodb",
    held: ["checkout 4 desired, 4 running", "ledger 2..20", "zone checkout: 0 addresses"],
    told: ["hold wake-up-abandoned"],
  },
  {
    service: "ecs",
    held: ["checkout 4 desired, 4 running", "ledger 2..20", "zone checkout: 0 addresses"],
    told: ["hold listing-unknown", "hold tasks-unknown"],
  },
  {
    service: "cloudwatch",
    held: ["checkout 4 desired, 4 running", "ledger 2..13", "zone checkout: 4 addresses"],
    told: ["hold signal-unknown", "warning fargate-quota-unknown", "warning pressure-unknown"],
  },
  {
    service: "application-autoscaling",
    held: ["checkout 4 desired, 4 running", "ledger 2..20", "zone checkout: 4 addresses"],
    told: ["hold autoscaling-target-unknown", "hold autoscaling-unknown", "hold budget-exceeded"],
  },
  {
    service: "sqs",
    held: ["checkout 4 desired, 4 running", "ledger 2..20", "zone checkout: 0 addresses"],
    told: [],
  },
  { service: "sns", held: ["checkout 7 desired, 7 running", "ledger 2..12", "zone checkout: 7 addresses"], told: [] },
  {
    service: "route53",
    held: ["checkout 7 desired, 7 running", "basket 6 desired, 6 running", "cloud map catalog: 4 addresses"],
    told: ["hold destination-unknown"],
  },
  {
    service: "servicediscovery",
    held: ["checkout 7 desired, 7 running", "zone checkout: 7 addresses", "cloud map catalog: 0 addresses"],
    told: ["hold destination-unknown"],
  },
  {
    service: "s3",
    held: ["checkout 7 desired, 7 running", "zone checkout: 7 addresses", "nginx checkout: 0 addresses"],
    told: ["warning records-write-failed"],
  },
  {
    service: "ssm",
    held: ["checkout 7 desired, 7 running", "zone checkout: 7 addresses", "nginx checkout: 0 addresses"],
    told: ["warning nginx-results-unknown"],
  },
  { service: "ec2", held: ["checkout 7 desired, 7 running", "ledger 2..12"], told: [] },
  { service: "rds", held: ["checkout 7 desired, 7 running", "ledger 2..12"], told: [] },
  { service: "pi", held: ["checkout 7 desired, 7 running", "ledger 2..12"], told: [] },
  { service: "service-quotas", held: ["checkout 7 desired, 7 running", "ledger 2..12"], told: [] },
] as const)(
  "$service down for ten minutes: what doesn't need it goes on, nothing is lost, and a quarter of an hour later all is as ever",
  async ({ service, held, told }) => {
    const sound = await faultStack(null, fargateEstate);
    await sound.run(outageSeconds + healingSeconds);
    const expected = await estateOutcome(sound);

    const stack = await faultStack(null, fargateEstate);
    const { startedMs, world } = stack;
    const outage = { service, fromMs: startedMs, untilMs: startedMs + outageSeconds * 1000 };
    const refusedCalls = playOutage(stack.cloud, outage, () => world.nowMs);
    await stack.run(outageSeconds);
    expect(refusedCalls()).toBeGreaterThan(0);
    const { counts, capacities, published, refusedConnections } = await estateOutcome(stack);
    for (const line of held) expect([...counts, ...capacities, ...published].join("; ")).toContain(line);
    expect(refusedConnections).toEqual([]);
    expect(await brokenInvariants(stack)).toEqual([]);

    await stack.run(healingSeconds);
    const { lost, ...seen } = await estateOutcome(stack);
    const { lost: nothing, told: always, ...rest } = expected;
    expect(seen).toEqual({ ...rest, told: [...always, ...told].sort() });
    // What can't be sent on is put aside by its queue, where the runbook `redrive` finds it, and an alarm tells of it.
    const putAside = lost.filter((line) => line.startsWith("events-dlq: "));
    expect(putAside.length > 0).toBe(service === "sqs");
    expect(lost.filter((line) => !putAside.includes(line))).toEqual(nothing);
  },
);
