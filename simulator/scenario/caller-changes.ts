import { isMap } from "./is-map.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";
import { type PathValue, readPath, withValue } from "./set-value.ts";

/** What a caller changes in a scenario without touching its file. */
export type ScenarioChanges = {
  /**
   * This recording takes the place of the users' requests: of every service that has a trace, or of the only one with users.
   * The run is then as long as the recording.
   */
  readonly tracePath?: string;
  /** Multiplies the recording of `tracePath`; without one, all that arrives. > 0 */
  readonly scale?: number;
  /** The sweep is not going to be played: what `tracePath` takes the place of may stand in it. */
  readonly ignoresSweep?: boolean;
  /** Keys of the file, changed before it is read; paths as in a sweep. */
  readonly values?: readonly PathValue[];
};

export type ChangedData = {
  readonly value: Readonly<Record<string, unknown>>;
  readonly findings: readonly ScenarioFinding[];
};

type Data = Readonly<Record<string, unknown>>;

/**
 * The file's data with the caller's changes, still unchecked.
 *
 * @throws never
 */
export function withChanges(data: Data, { tracePath, scale, values, ignoresSweep }: ScenarioChanges): ChangedData {
  let value = data;
  const findings: ScenarioFinding[] = [];
  for (const { path, value: changed } of values ?? []) {
    const reading = readPath(path, value);
    if (reading.kind === "refused")
      findings.push(finding("sweep-path", [], `${path}: ${reading.message}`, reading.fix));
    else value = withValue(value, reading.path, changed) as Data;
  }
  if (scale !== undefined && !(scale > 0 && Number.isFinite(scale))) {
    const message = `the scale is ${scale}; it must be a number above 0`;
    return { value, findings: [...findings, finding("out-of-bounds", [], message, "give a number such as 2 or 0.5")] };
  }
  if (tracePath !== undefined) {
    const replaced = withTrace(value, tracePath, scale ?? 1, ignoresSweep ?? false);
    return { value: replaced.value, findings: [...findings, ...replaced.findings] };
  }
  return { value: scale === undefined ? value : scaled(value, scale), findings };
}

function withTrace(value: Data, file: string, scale: number, ignoresSweep: boolean): ChangedData {
  const services = isMap(value["services"]) ? Object.entries(value["services"]) : [];
  const busy = services.filter(([, service]) => isMap(service) && service["traffic"] !== undefined);
  const traced = busy.filter(
    ([, service]) => isMap(service) && isMap(service["traffic"]) && service["traffic"]["trace"] !== undefined,
  );
  const chosen = traced.length > 0 ? traced : busy;
  if (chosen.length === 0 || (traced.length === 0 && chosen.length > 1)) {
    const names = chosen.map(([name]) => name).join(", ");
    const message =
      names === ""
        ? "no service has users whose requests a trace could be"
        : `a trace could be the requests of ${names}`;
    const fix = "write traffic: { trace: { file: … } } in the scenario, where the trace belongs";
    return { value, findings: [finding("no-place-for-trace", ["services"], message, fix)] };
  }
  const { durationSeconds: _, ...rest } = value;
  const names = chosen.map(([name]) => name);
  const swept = sweptTraffic(value["sweep"], names);
  const changed = names.reduce<unknown>(
    (data, name) => withValue(data, ["services", name, "traffic"], { trace: { file, scale } }),
    ignoresSweep ? withoutItems(rest, swept) : rest,
  ) as Data;
  if (ignoresSweep || swept.length === 0) return { value: changed, findings: [] };
  // Without its sweep: that its keys are gone would be told a second time.
  const { sweep: _sweep, ...unswept } = changed;
  return { value: unswept, findings: swept.map(conflictOf) };
}

type SweptItem = { readonly index: number; readonly path: string };

/** Items of the sweep that change the traffic of these services. */
function sweptTraffic(sweep: unknown, services: readonly string[]): readonly SweptItem[] {
  if (!Array.isArray(sweep)) return [];
  return sweep.flatMap((item: unknown, index) => {
    const path = isMap(item) ? item["path"] : undefined;
    if (typeof path !== "string") return [];
    const isReplaced = services.some((name) => `${path}.`.startsWith(`services.${name}.traffic.`));
    return isReplaced ? [{ index, path }] : [];
  });
}

function withoutItems({ sweep, ...rest }: Data, left: readonly SweptItem[]): Data {
  if (!Array.isArray(sweep)) return sweep === undefined ? rest : { ...rest, sweep };
  const kept = sweep.filter((_: unknown, index) => !left.some((item) => item.index === index));
  return kept.length === 0 && sweep.length > 0 ? rest : { ...rest, sweep: kept };
}

function conflictOf({ index, path }: SweptItem): ScenarioFinding {
  const message = `the sweep changes ${path}, and the recording given beside the file takes the place of that traffic`;
  const fix = "play the sweep without that recording, or the recording without the sweep";
  return finding("sweep-path", ["sweep", index, "path"], message, fix);
}

/** All users' requests and all messages from outside. A key that is not a number stays, and is refused later. */
function scaled(value: Data, factor: number): Data {
  const times = (rate: unknown): unknown => (typeof rate === "number" ? rate * factor : rate);
  const each = (items: unknown, key: string, change: (inner: unknown) => unknown): unknown =>
    Array.isArray(items)
      ? items.map((item: unknown) =>
          isMap(item) && item[key] !== undefined ? { ...item, [key]: change(item[key]) } : item,
        )
      : items;
  const users = (count: unknown): unknown => (typeof count === "number" ? Math.round(count * factor) : count);
  const change: Readonly<Record<string, (traffic: unknown) => unknown>> = {
    requestsPerSecond: times,
    ramp: (ramp) => (isMap(ramp) ? { ...ramp, requestsPerSecond: times(ramp["requestsPerSecond"]) } : ramp),
    steps: (steps) => each(steps, "requestsPerSecond", times),
    perSecond: (rates) => (Array.isArray(rates) ? rates.map(times) : rates),
    day: (day) => (isMap(day) ? { ...day, meanRequestsPerSecond: times(day["meanRequestsPerSecond"]) } : day),
    trace: (trace) =>
      !isMap(trace)
        ? trace
        : trace["peakRequestsPerSecond"] !== undefined
          ? { ...trace, peakRequestsPerSecond: times(trace["peakRequestsPerSecond"]) }
          : { ...trace, scale: times(trace["scale"] ?? 1) },
    users: (closed) =>
      !isMap(closed)
        ? closed
        : {
            ...closed,
            users: users(closed["users"]),
            ...(closed["changes"] === undefined ? {} : { changes: each(closed["changes"], "users", users) }),
          },
  };
  const scaleTraffic = (entry: unknown): unknown => {
    if (!isMap(entry) || !isMap(entry["traffic"])) return entry;
    const kinds = Object.entries(entry["traffic"]).map(([kind, form]) => [kind, change[kind]?.(form) ?? form]);
    return { ...entry, traffic: Object.fromEntries(kinds) };
  };
  const scaleAll = (part: unknown): unknown =>
    isMap(part) ? Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, scaleTraffic(entry)])) : part;
  return {
    ...value,
    ...(value["services"] === undefined ? {} : { services: scaleAll(value["services"]) }),
    ...(value["queues"] === undefined ? {} : { queues: scaleAll(value["queues"]) }),
  };
}
