import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";
import type { SignalConfig } from "./signal-config.ts";

/** A forecast of requests needs to see them, and to know what a task carries of them. */
export const checkForecasts = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap(({ name, forecast, signals }): readonly Finding[] => {
    if (forecast === undefined || signals.some(({ kind }) => kind === "requests")) return [];
    const path = ["services", name, "forecast"];
    const isCounted = signals.some(({ kind }) => kind === "rate");
    if (isCounted && signals.some(leads)) return [];
    const message = isCounted
      ? `${name} has a forecast of its request rate, and no signal tells what one of its tasks carries`
      : `${name} has a forecast, and no signal tells its request rate`;
    const fix = isCounted
      ? "add signals.cpu beside rate, or give requests with a target, or set forecast: false"
      : "add signals.requests or signals.rate, or set forecast: false for this service";
    return [{ code: "forecast-blind", path, message, fix }];
  });

/** A utilization that one task's share is worked out of. */
const leads = (signal: SignalConfig): boolean =>
  signal.kind === "target" && signal.measures === "average" && signal.asksAlone;
