import type { Engine } from "./items.ts";
import type { TaskSize } from "./task-charges.ts";

/** What a team plans to run, as far as it is paid for all the time. Read from a plan file; plain, checked data. */
export type CostPlan = {
  readonly name: string;
  readonly region: string;
  readonly services: readonly PlannedService[];
  readonly databases: readonly PlannedDatabase[];
  readonly caches: readonly { readonly name: string; readonly nodeType: string; readonly nodes: number }[];
  readonly kafka: readonly {
    readonly name: string;
    readonly brokerType: string;
    readonly brokers: number;
    readonly storageGb: number;
  }[];
  readonly messageBrokers: readonly {
    readonly name: string;
    readonly engine: "rabbitmq" | "activemq";
    readonly instanceType: string;
    readonly brokers: number;
  }[];
  readonly loadBalancers: readonly { readonly name: string; readonly capacityUnits: number }[];
  readonly filesGb: number;
  readonly customMetrics: number;
  readonly millionTraces: number;
  readonly secrets: number;
};

export type PlannedService = { readonly name: string; readonly tasks: number; readonly size: TaskSize };

export type PlannedDatabase = {
  readonly name: string;
  readonly engine: Engine;
  readonly instanceClass: string;
  readonly multiAz: boolean;
  readonly storageGb: number;
};
