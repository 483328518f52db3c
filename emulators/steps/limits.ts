import { readSchedule } from "../deployed-schedule.ts";
import { arnOf, estateDatabases } from "../estate/estate-names.ts";
import { expectEqual } from "../expect-equal.ts";
import { answerOf } from "../invoke.ts";
import { stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** What the schedule sends to `limits`: both limits are found in parameter groups, one of them by a formula. */
export const limits: Step = {
  name: "limits",
  run: async ({ clients }) => {
    const { targetArn, input } = await readSchedule(clients, "limits");
    expectEqual("the schedule's target", targetArn, arnOf("lambda", `function:${stackName}-limits`));
    const answer = await answerOf(clients, "limits", input);
    const { databases } = answer as { readonly databases: Readonly<Record<string, Update>> };
    expectEqual("what was found", found(databases), {
      // Of a formula the figure is an estimate: RDS rounds the memory in its own way.
      "shop-orders": { kind: "estimate", source: "formula", safeConnections: 100, expectedConnections: 100 },
      "shop-users": { kind: "exact", source: "parameter", maxConnections: 60 },
    });
    expectEqual("the domains that were woken", answer["woken"], ["order", "user"]);
    return estateDatabases.map(({ instance, formula, limit }) => `${instance}: ${formula} is ${limit} connections`);
  },
};

type Update = { readonly kind: string; readonly instances: Readonly<Record<string, { readonly limit: unknown }>> };

/** The limits by instance. */
const found = (databases: Readonly<Record<string, Update>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(databases).flatMap(({ instances }) =>
      Object.entries(instances).map(([instance, { limit }]) => [instance, limit]),
    ),
  );
