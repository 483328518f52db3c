import type { KeyPath } from "../../shared/config/problems.ts";
import { parseIsoTime } from "./parse-iso-time.ts";
import type { ScenarioForm } from "./scenario-form.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

/** Keys of the file itself, as far as one of them has the right shape. */
export function checkTop(
  top: Partial<Pick<ScenarioForm, "startAt" | "seeds" | "controllers">>,
): readonly ScenarioFinding[] {
  return [
    ...(top.startAt === undefined ? [] : checkStart(top.startAt)),
    ...checkTwice(top.seeds ?? [], "seeds"),
    ...checkTwice(top.controllers ?? [], "controllers"),
  ];
}

function checkStart(startAt: string): readonly ScenarioFinding[] {
  const path: KeyPath = ["startAt"];
  const ms = parseIsoTime(startAt);
  if (ms === null) {
    const message = `startAt ${startAt} is not a time with its offset`;
    return [
      finding("wrong-time", path, message, "write ISO 8601 with Z or an offset, for example 2026-03-14T02:00:00Z"),
    ];
  }
  if (ms % 60_000 === 0) return [];
  const whole = new Date(ms - (((ms % 60_000) + 60_000) % 60_000)).toISOString().replace(".000", "");
  return [finding("wrong-time", path, `startAt ${startAt} is not a whole minute`, `write ${whole}`)];
}

function checkTwice(items: readonly (string | number)[], key: string): readonly ScenarioFinding[] {
  return items.flatMap((item, index) =>
    items.indexOf(item) === index
      ? []
      : [finding("stands-twice", [key, index], `${item} stands twice in ${key}`, "keep one of the two")],
  );
}
