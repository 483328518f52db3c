import { documentNameOf } from "../../../shared/runbooks/document-name.ts";
import { rehearsalNames } from "../../../simulator/controllers/headgate.ts";
import { ann, bob, type RunWorld, runWorld } from "../../runbooks/run-world.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { runScene } from "./run-scene.ts";

const everySecond = async (world: RunWorld, deliver: () => Promise<void>): Promise<void> => {
  await world.run(1);
  await deliver();
};

const warm = async (): Promise<RunWorld> => {
  const world = runWorld({ world: worldSpec(100), config: stackConfig() });
  world.warmUp(300);
  return world;
};

const countsOf = ({ world }: RunWorld): readonly string[] => {
  const { desired, running } = world.counts("checkout");
  return [`checkout ${desired} desired, ${running} running`];
};

/** Without when and by which decision they were posted. */
const intentsOf = ({ cloud }: RunWorld): readonly string[] =>
  cloud.table
    .items()
    .filter((item) => item["sk"]?.S === "INTENTS")
    .flatMap((item) => JSON.parse(item["intents"]?.S ?? "[]") as readonly { kind: string; run: string }[])
    .map(({ kind, run }) => `${kind} of ${run}`);

const look = (world: RunWorld) => ({ counts: countsOf(world), intents: intentsOf(world) });

/** Everything is paused. */
const paused = async (): Promise<RunWorld> => {
  const world = await warm();
  await world.invoke({ runbook: "pause", params: { all: true }, confirm: true, requestId: "pause-0001" });
  return world;
};

const isPaused = ({ cloud }: RunWorld): readonly string[] =>
  cloud.table.items().flatMap((item) => (item["sk"]?.S === "PAUSE" ? ["everything"] : []));

const automationExecutionId = "4105a4fc-f944-11e6-9d32-0a1b2c3d4e5f";

/** A pause needs an approval, which somebody has given in Systems Manager. */
const approved = async (): Promise<RunWorld> => {
  const config = stackConfig({}, {}, { runbooks: { allow: [], approval: ["pause"], approvalMinutes: 60 } });
  const world = runWorld({ world: worldSpec(100), config });
  world.warmUp(300);
  const answer = world.cloud.handle.bind(world.cloud);
  world.cloud.handle = async (service, operation, input) =>
    operation === "GetAutomationExecution" ? { AutomationExecution: execution } : answer(service, operation, input);
  return world;
};

const pauseParams = { service: "checkout", for: "3h" };

const execution = {
  DocumentName: documentNameOf(rehearsalNames.prefix, "pause"),
  ExecutedBy: ann,
  Parameters: { Params: [JSON.stringify(pauseParams)] },
  StepExecutions: [
    {
      Action: "aws:approve",
      StepStatus: "Success",
      Outputs: { ApproverDecisions: [JSON.stringify({ Approver: bob, Decision: "Approved" })] },
    },
  ],
};

export const capacityRuns = [
  runScene({
    runbook: "scale",
    params: { service: "checkout", to: 9, for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 300,
    look,
  }),
  runScene({
    runbook: "pause",
    params: { service: "checkout", for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world) }),
  }),
  runScene({
    runbook: "pause",
    about: "that was approved",
    params: pauseParams,
    request: { automationExecutionId },
    build: approved,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world) }),
  }),
  runScene({
    runbook: "resume",
    params: { all: true },
    build: paused,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world), paused: isPaused(world) }),
  }),
  runScene({
    runbook: "set-mode",
    params: { service: "checkout", to: "observe", for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world) }),
  }),
];
