import { legalKeysAt, nodesAt } from "../../shared/config/form-schema.ts";
import { suggestName } from "../../shared/config/nearest-name.ts";
import { type KeyPath, type PathSegment, shown } from "../../shared/config/problems.ts";
import { scenarioSchema } from "./scenario-schema.ts";

/** A key of a scenario file, and what it is changed to. */
export type PathValue = { readonly path: string; readonly value: unknown };

export type PathReading =
  | { readonly kind: "ok"; readonly path: KeyPath }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string };

/**
 * Reads `services.web.calls.0.requestsPerRequest`, or `calls[0]`, as a place in a scenario file.
 *
 * Keys that the file leaves out may be named. Services, databases, proxies, queues and items of lists must be there.
 *
 * @param value the file's data
 * @throws never
 */
export function readPath(text: string, value: unknown): PathReading {
  const path: PathSegment[] = [];
  let here: unknown = value;
  for (const word of text.replaceAll(/\[(\d+)\]/g, ".$1").split(".")) {
    const inList = Array.isArray(here);
    const segment = inList && /^\d+$/.test(word) ? Number(word) : word;
    const known = keysOf(here);
    const legal = legalKeysAt(path, scenarioSchema);
    const isNamed = legal.length === 0 && !inList;
    if (nodesAt([...path, segment], scenarioSchema).length === 0 || (inList && !known.includes(word))) {
      const found = inList ? known : legal;
      return {
        kind: "refused",
        message: `there is no key ${shown(word)} at this place of the path`,
        fix: suggestName(word, found),
      };
    }
    if (isNamed && !known.includes(word))
      return {
        kind: "refused",
        message: `there is no ${shown(word)} under ${path.join(".")}`,
        fix: suggestName(word, known),
      };
    here =
      isMapOrList(here) && Object.hasOwn(here, segment) ? (here as Record<PathSegment, unknown>)[segment] : undefined;
    path.push(segment);
  }
  return { kind: "ok", path };
}

/** A copy of the data in which the path has the value; maps on the way that are missing are made. */
export function withValue(data: unknown, path: KeyPath, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(data))
    return data.map((item: unknown, index) => (index === first ? withValue(item, rest, value) : item));
  const map = isMapOrList(data) ? (data as Readonly<Record<string, unknown>>) : {};
  const inner = Object.hasOwn(map, first) ? map[first] : undefined;
  return { ...map, [first]: withValue(inner, rest, value) };
}

function isMapOrList(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function keysOf(value: unknown): readonly string[] {
  return isMapOrList(value) ? Object.keys(value) : [];
}
