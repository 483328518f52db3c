import type { SignalConfig } from "../config/signal-config.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { Opinion } from "../plan/demand/opinion.ts";
import type { SignalReading } from "../plan/readings/signal-reading.ts";

/** What one signal said, and the sum behind it. */
export type SignalExplanation = { readonly signal: string; readonly says: string };

/**
 * Says what a signal asked for with the arithmetic written out, as far as configuration and reading tell it.
 *
 * @param config `null`: not stored, or not a configured signal (the forecast, callers); then the ratio alone is told
 * @param reading `null`: none belongs to it
 * @param desired the desired count that was read
 * @throws Error for an opinion that only another release has
 */
export const explainSignal = (
  opinion: Opinion,
  config: SignalConfig | null,
  reading: SignalReading | null,
  desired: number,
): SignalExplanation => {
  const { signal } = opinion;
  switch (opinion.kind) {
    case "ask":
      return { signal, says: describeAsk(opinion, config, reading, desired) };
    case "keep":
      return { signal, says: `objects to a scale-in: ${opinion.detail}` };
    case "none":
      return { signal, says: `no opinion${because(opinion.code, opinion.detail)}` };
    case "hold":
      return { signal, says: `can't be used, so nothing shrinks${because(opinion.code, opinion.detail)}` };
    default:
      return assertNever(opinion);
  }
};

type Ask = Extract<Opinion, { kind: "ask" }>;

const describeAsk = (ask: Ask, config: SignalConfig | null, reading: SignalReading | null, desired: number): string => {
  const remarks = [
    ...(ask.asksAlone ? [] : ["asks only together with another signal"]),
    ...(ask.keeps === true ? ["objects to a scale-in"] : []),
    ...(ask.warmingUp === true ? ["taken while tasks were starting"] : []),
  ];
  const sum = sumOf(ask, config, reading, desired);
  return [`${sum} asks for ${ask.tasks}`.trim(), ...remarks].join(", ");
};

const sumOf = (
  { ratio, tasks }: Ask,
  config: SignalConfig | null,
  reading: SignalReading | null,
  desired: number,
): string => {
  if (ratio === null) return "a step";
  const there = Math.max(1, desired);
  const written = (total: string, quotient: number): string =>
    `${total} = ${short(quotient)}${tasks === Math.ceil(quotient - 1e-9) ? "," : `, within ${tolerance(config)} of the target or already there:`}`;
  if (config?.kind === "target" && reading?.kind === "datapoint") {
    const { value } = reading;
    if (config.measures === "total") return written(`${short(value)} / ${config.target}`, value / config.target);
    const at = reading.tasks ?? (ratio === 0 ? there : tasks / ratio);
    const known = reading.tasks === null ? "about " : "";
    return written(`${known}${short(at)} tasks x ${short(value)} / ${config.target}`, at * ratio);
  }
  if (config?.kind === "requests") {
    const perSecond = ratio * config.targetPerSecond * there;
    return written(
      `${short(perSecond)} requests/s / ${short(config.targetPerSecond)} a task`,
      perSecond / config.targetPerSecond,
    );
  }
  if (config?.kind === "backlog") {
    const share = config.messagesPerSecond * config.drainSeconds;
    const sum = `${short(ratio * share * there)} messages / (${config.messagesPerSecond} a second x ${config.drainSeconds} s)`;
    return written(sum, ratio * there);
  }
  if (config?.kind === "latency") return `${short(ratio)} of the threshold, a step:`;
  return `${short(ratio)} of the target,`;
};

const tolerance = (config: SignalConfig | null): string =>
  config !== null && "toleranceRatio" in config ? `${short(config.toleranceRatio * 100)} %` : "the tolerance";

const because = (code: string | null, detail: string): string => {
  const why = [code ?? "", detail].filter((text) => text !== "").join(", ");
  return why === "" ? "" : `: ${why}`;
};

const short = (value: number): number => Math.round(value * 100) / 100;
