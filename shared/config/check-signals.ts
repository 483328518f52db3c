import type { ServiceConfig } from "./config.ts";
import type { Finding } from "./problems.ts";

/** Names must be told apart, and datapoints must be readable before they are stale. */
export const checkSignals = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap((service) => [...duplicates(service), ...alwaysStale(service), ...scaleWithoutSignal(service)]);

const duplicates = ({ name: service, signals }: ServiceConfig): readonly Finding[] =>
  signals
    .filter(({ name }, index) => signals[index - 1]?.name === name)
    .map((signal) => {
      const others = signals.filter(({ name }) => name === signal.name);
      const place = others.some(({ kind }) => kind === "alarm") ? "alarms" : "metrics";
      return {
        code: "duplicate-signal",
        path: ["services", service, "signals", place, signal.name],
        message: `${service} has ${others.length} signals with the name ${signal.name}`,
        fix: `rename the one under ${place}; cpu and memory are also names`,
      };
    });

const alwaysStale = ({ name: service, signals }: ServiceConfig): readonly Finding[] =>
  signals.flatMap((signal): readonly Finding[] => {
    // A datapoint carries the start of its period, so it is one period old when it is complete.
    if (signal.kind !== "target" || signal.staleAfterSeconds > signal.metric.periodSeconds) return [];
    const { periodSeconds } = signal.metric;
    return [
      {
        code: "signal-always-stale",
        path: ["services", service, "signals", "metrics", signal.name, "staleAfterSeconds"],
        message: `datapoints of ${signal.name} are complete ${periodSeconds} s after their time, and stale after ${signal.staleAfterSeconds} s`,
        fix: `raise staleAfterSeconds to ${Math.max(180, 3 * periodSeconds)} (three periods), or leave it out`,
      },
    ];
  });

const scaleWithoutSignal = ({ name, mode, signals }: ServiceConfig): readonly Finding[] =>
  mode === "scale" && signals.length === 0
    ? [
        {
          code: "scale-without-signal",
          path: ["services", name, "signals"],
          message: `${name} is in mode scale, but has no signal that asks for tasks`,
          fix: "add signals, for example `signals: { cpu: 70 }`, or set mode: observe",
        },
      ]
    : [];

export const checkQuietServices = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap(({ name, mode, signals }): readonly Finding[] => {
    const path = ["services", name, "signals"];
    if (signals.length === 0 && mode !== "scale") {
      const fix = "add signals, for example `signals: { cpu: 70 }`, if it should be planned";
      return [{ code: "no-signal", path, message: `nothing asks for tasks of ${name}, so it is only counted`, fix }];
    }
    const fix = "add a signal that follows the load, for example `cpu: 70`";
    if (signals.length > 0 && signals.every(({ kind }) => kind === "alarm")) {
      const message = `an alarm that is OK has no opinion, and ${name} has no other signal, so it never scales in`;
      return [{ code: "alarm-alone", path, message, fix }];
    }
    if (signals.length > 0 && signals.every((signal) => signal.kind === "target" && !signal.asksAlone)) {
      return [{ code: "memory-alone", path, message: `no signal of ${name} may ask alone, so it never grows`, fix }];
    }
    return [];
  });
