import type { Config } from "../../config/config.ts";
import { alarmPrefix } from "./standard-alarms.ts";

/**
 * Lines for headgate.yml: the alarms that more tasks can help against.
 *
 * An alarm on errors is left out: tasks that answer with errors are not mended by more of them.
 */
export const signalLines = (config: Config, stackPrefix: string, made: ReadonlySet<string>): readonly string[] =>
  config.services.flatMap(({ name, signals }) => {
    const used = new Set(signals.flatMap((signal) => (signal.kind === "alarm" ? [signal.alarmName] : [])));
    const entries = (["latency", "cpu"] as const).flatMap((kind) => {
      const alarmName = `${alarmPrefix(stackPrefix)}${name}-${kind}`;
      if (!made.has(alarmName) || used.has(alarmName)) return [];
      return [`        ${kind}: { alarmName: ${alarmName}, stepPercent: 25, stepTasks: 1, windowSeconds: 300 }`];
    });
    return entries.length === 0 ? [] : [`  ${name}:`, "    signals:", "      alarms:", ...entries];
  });
