import type { Finding } from "./problems.ts";
import type { NginxFleetConfig } from "./publication.ts";
import type { NginxFleetForm } from "./schema-nginx.ts";

/** Systems Manager takes several tags as a choice in one request and as a condition in another, so there is one. */
export const checkTag = (name: string, { tag }: NginxFleetForm): readonly Finding[] => {
  const keys = Object.keys(tag).length;
  if (keys === 1) return [];
  const message = `${name} has ${keys === 0 ? "no tag" : `${keys} tags`}; its instances are found by one`;
  const fix = keys === 0 ? "write tag: { Role: edge }, with the instances' own key and value" : "keep one of them";
  return [{ code: "tag-not-one", path: ["nginx", name, "tag"], message, fix }];
};

/** Two fleets that write one file on the same instances would each undo the other. The later name is the one reported. */
export const checkSameFile = (fleets: readonly NginxFleetConfig[]): readonly Finding[] =>
  fleets.flatMap(({ name, tag, file }, index): readonly Finding[] => {
    const first = fleets
      .slice(0, index)
      .find((other) => other.file === file && other.tag.key === tag.key && other.tag.value === tag.value);
    if (first === undefined) return [];
    const message = `${name} and ${first.name} are both the file ${file} on instances with the tag ${tag.key}: ${tag.value}`;
    const fix = "keep one of them, or give one another file";
    return [{ code: "same-nginx-file", path: ["nginx", name], at: "key", message, fix }];
  });
