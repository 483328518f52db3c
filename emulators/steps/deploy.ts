import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { functionNames } from "../../stack/functions.ts";
import { stopTicking } from "../deployed-schedule.ts";
import { arnOf } from "../estate/estate-names.ts";
import { expectEqual } from "../expect-equal.ts";
import { readQueue, stackQueues } from "../queues.ts";
import { runServerless, stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** What no emulator can make, by type; nothing else may be missing. */
const leftOutTypes = ["AWS::CloudWatch::Alarm", "AWS::SSM::Document"];

/** `serverless deploy` packages the stack and deploys what it has packaged. */
export const deploy: Step = {
  name: "deploy",
  run: async ({ clients, configure, emulators, notices, signal }) => {
    const configFile = await configure((yaml) => yaml);
    await runServerless("deploy", configFile, emulators, signal);

    const { Stacks = [] } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
    expectEqual("the stack's status", Stacks[0]?.StackStatus, "UPDATE_COMPLETE");
    const leftOut = emulators.leftOut();
    expectEqual("what was left out", [...new Set(leftOut.map(({ type }) => type))].sort(), leftOutTypes);
    for (const name of functionNames) {
      const FunctionName = `${stackName}-${name}`;
      const { State, Runtime } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expectEqual(FunctionName, { State, Runtime }, { State: "Active", Runtime: "nodejs24.x" });
    }
    for (const [queue, deadLetters] of stackQueues) {
      const { RedrivePolicy = "{}" } = await readQueue(clients, queue);
      expectEqual(`the redrive policy of ${queue}`, JSON.parse(RedrivePolicy), {
        deadLetterTargetArn: arnOf("sqs", `${stackName}-${deadLetters}`),
        maxReceiveCount: 5,
      });
    }
    const { EventSourceMappings = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
    expectEqual(
      "the queues that functions read",
      EventSourceMappings.map(({ EventSourceArn, BatchSize }) => [EventSourceArn, BatchSize]).sort(),
      stackQueues.map(([queue]) => [arnOf("sqs", `${stackName}-${queue}`), queue === "events" ? 100 : 1]).sort(),
    );
    await stopTicking(clients); // until its own step: what repairs a lost event would hide one
    await notices.subscribe(arnOf("sns", `${stackName}-notices`));
    return [
      `${functionNames.length} functions, ${EventSourceMappings.length} mappings and ${stackQueues.length} queues with their dead letters are there`,
      `left out, as no emulator makes them: ${leftOut.length} resources (see the end)`,
    ];
  },
};
