import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { type AlarmResource, alarmResources } from "../../stack/alarm-resources.ts";

/** What of the stack is paid for however much it works, read from its own files. */
export type StackFacts = {
  /** Metrics that the alarms look at; one with arithmetic has several. */
  readonly alarmMetrics: number;
  /** Megabytes of each function. */
  readonly memoryMb: Readonly<Record<string, number>>;
};

const root = new URL("../../", import.meta.url);

/** @throws Error when a file of the stack can't be read */
export const readStackFacts = (): StackFacts => {
  const { functions } = readYaml("serverless.yml") as {
    readonly functions: Readonly<Record<string, { readonly memorySize: number }>>;
  };
  return {
    alarmMetrics: Object.values(alarmResources("headgate")).reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    memoryMb: Object.fromEntries(Object.entries(functions).map(([name, { memorySize }]) => [name, memorySize])),
  };
};

const metricsOf = ({ Properties: { Metrics } }: AlarmResource): number =>
  Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;

/** `!Ref` and the like mean nothing here. */
const readYaml = (path: string): unknown =>
  parseDocument(readFileSync(fileURLToPath(new URL(path, root)), "utf8"), { logLevel: "silent" }).toJS();
