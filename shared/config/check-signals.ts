import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";
import type { SignalConfig } from "./signal-config.ts";

/** Names must be told apart, and datapoints must be readable before they are stale. */
export const checkSignals = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap((service) => [...duplicates(service), ...alwaysStale(service), ...scaleWithoutSignal(service)]);

const duplicates = ({ name: service, signals }: ServiceConfig): readonly Finding[] =>
  signals
    .filter(({ name }, index) => signals[index - 1]?.name === name)
    .map((signal) => {
      const others = signals.filter(({ name }) => name === signal.name);
      const place = placeOf(others);
      return {
        code: "duplicate-signal",
        path: ["services", service, "signals", place, signal.name],
        message: `${service} has ${others.length} signals with the name ${signal.name}`,
        fix: `rename the one under ${place}; cpu, memory, requests, rate and latency are also names`,
      };
    });

/** Where a name of the user's own stands among signals of the same name. */
const placeOf = (signals: readonly SignalConfig[]): "alarms" | "backlogs" | "metrics" => {
  if (signals.some(({ kind }) => kind === "alarm")) return "alarms";
  return signals.some(({ kind }) => kind === "backlog") ? "backlogs" : "metrics";
};

const alwaysStale = ({ name: service, signals }: ServiceConfig): readonly Finding[] =>
  signals.flatMap((signal): readonly Finding[] => {
    const periodSeconds = periodOf(signal);
    // A datapoint carries the start of its period, so it is one period old when it is complete.
    if (periodSeconds === null || signal.kind === "alarm" || signal.staleAfterSeconds > periodSeconds) return [];
    return [
      {
        code: "signal-always-stale",
        path: ["services", service, "signals", ...placesOf(signal), "staleAfterSeconds"],
        message: `datapoints of ${signal.name} are complete ${periodSeconds} s after their time, and stale after ${signal.staleAfterSeconds} s`,
        fix: `raise staleAfterSeconds to ${Math.max(180, 3 * periodSeconds)} (three periods), or leave it out`,
      },
    ];
  });

const periodOf = (signal: SignalConfig): number | null => {
  switch (signal.kind) {
    case "alarm":
      return null;
    case "backlog":
      return signal.source.kind === "sqs" ? null : signal.source.metrics[0].periodSeconds;
    default:
      return signal.metric.periodSeconds;
  }
};

const placesOf = (signal: SignalConfig): readonly string[] => {
  if (signal.kind === "target") return ["metrics", signal.name];
  return signal.kind === "backlog" ? ["backlogs", signal.name] : [signal.name];
};

/** A rate is read for others; schedules ask as well as signals do. */
const nothingAsks = ({ signals, schedules }: ServiceConfig): boolean =>
  schedules.length === 0 && signals.every(({ kind }) => kind === "rate");

const scaleWithoutSignal = (service: ServiceConfig): readonly Finding[] =>
  service.mode === "scale" && nothingAsks(service)
    ? [
        {
          code: "scale-without-signal",
          path: ["services", service.name, "signals"],
          message: `${service.name} is in mode scale, but has no signal that asks for tasks`,
          fix: "add signals, for example `signals: { cpu: 70 }`, or set mode: observe",
        },
      ]
    : [];

export const checkQuietServices = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap((service): readonly Finding[] => {
    const { name, mode } = service;
    const signals = service.signals.filter(({ kind }) => kind !== "rate");
    const path = ["services", name, "signals"];
    if (nothingAsks(service) && mode !== "scale") {
      const fix = "add signals, for example `signals: { cpu: 70 }`, if it should be planned";
      return [{ code: "no-signal", path, message: `nothing asks for tasks of ${name}, so it is only counted`, fix }];
    }
    const fix = "add a signal that follows the load, for example `cpu: 70`";
    if (signals.length > 0 && signals.every(({ kind }) => kind === "alarm" || kind === "latency")) {
      const what = signals.some(({ kind }) => kind === "alarm") ? "an alarm that is OK" : "a latency that is low";
      const message = `${what} has no opinion, and ${name} has no other signal, so it never scales in`;
      return [{ code: "alarm-alone", path, message, fix }];
    }
    if (signals.length > 0 && signals.every((signal) => signal.kind === "target" && !signal.asksAlone)) {
      return [{ code: "memory-alone", path, message: `no signal of ${name} may ask alone, so it never grows`, fix }];
    }
    return [];
  });
