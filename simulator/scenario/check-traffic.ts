import type { KeyPath } from "../../shared/config/problems.ts";
import { type TrafficForm, trafficKinds } from "./form-traffic.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

/**
 * @param durationSeconds of the run; `null` where it is not known
 * @throws never
 */
export function checkTraffic(parts: ScenarioParts, durationSeconds: number | null): readonly ScenarioFinding[] {
  const end = durationSeconds ?? Number.POSITIVE_INFINITY;
  return trafficsOf(parts).flatMap(({ path, form }) => [...checkOne(form, path), ...checkTimes(form, path, end)]);
}

/** Every traffic of the file, with where it stands. */
export function trafficsOf({
  services,
  queues,
}: Pick<ScenarioParts, "services" | "queues">): readonly { readonly path: KeyPath; readonly form: TrafficForm }[] {
  return [...named("services", services), ...named("queues", queues)];
}

function named(part: string, entries: ReadonlyMap<string, { readonly traffic?: TrafficForm | undefined }>) {
  return [...entries].flatMap(([name, { traffic }]) =>
    traffic === undefined ? [] : [{ path: [part, name, "traffic"], form: traffic }],
  );
}

function checkOne(form: TrafficForm, path: KeyPath): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  const given = trafficKinds.filter((kind) => form[kind] !== undefined);
  if (given.length !== 1) {
    const message =
      given.length === 0 ? "traffic is empty" : `traffic is said ${given.length} times: ${given.join(", ")}`;
    findings.push(finding("one-of", path, message, `keep exactly one of ${trafficKinds.join(", ")}`));
  }
  findings.push(...checkRising(form.steps ?? [], [...path, "steps"]));
  findings.push(...checkRising(form.users?.changes ?? [], [...path, "users", "changes"]));
  if (form.trace?.scale !== undefined && form.trace.peakRequestsPerSecond !== undefined) {
    const message = "the trace is scaled twice: by scale and to peakRequestsPerSecond";
    findings.push(finding("one-of", [...path, "trace", "scale"], message, "keep one of the two"));
  }
  return findings;
}

/** What would change after the end is not asked by the run. */
function checkTimes(form: TrafficForm, path: KeyPath, end: number): readonly ScenarioFinding[] {
  const late = (what: string, second: number, place: KeyPath): readonly ScenarioFinding[] => {
    if (second < end) return [];
    const message = `${what} at second ${second}, and the run ends at second ${end}`;
    const fix = `write a second below ${end}, or a longer durationSeconds`;
    return [finding("after-the-end", [...path, ...place], message, fix)];
  };
  const { ramp, steps = [], users } = form;
  const riseAtSecond = ramp?.riseAtSecond ?? scenarioDefaults.riseAtSecond;
  return [
    ...(ramp === undefined ? [] : late("the rise begins", riseAtSecond, ["ramp", "riseAtSecond"])),
    ...steps.flatMap(({ atSecond }, index) => late("the rate changes", atSecond, ["steps", index, "atSecond"])),
    ...(users?.changes ?? []).flatMap(({ atSecond }, index) =>
      late("the number of users changes", atSecond, ["users", "changes", index, "atSecond"]),
    ),
  ];
}

function checkRising(items: readonly { readonly atSecond: number }[], path: KeyPath): readonly ScenarioFinding[] {
  return items.flatMap(({ atSecond }, index) => {
    const before = items[index - 1]?.atSecond;
    if (before === undefined || atSecond > before) return [];
    const message = `second ${atSecond} does not come after second ${before} of the item before`;
    return [
      finding(
        "wrong-order",
        [...path, index, "atSecond"],
        message,
        "put the items in the order of time, one per second",
      ),
    ];
  });
}
