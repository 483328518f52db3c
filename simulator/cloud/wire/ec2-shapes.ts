import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * EC2's query form (`Action=DescribeInstanceTypes&Filter.1.Name=...&Filter.1.Value.1=...`) as the values that an SDK
 * command holds.
 *
 * Like AWS's query protocol, but names begin with a capital, may be EC2's own, and lists are flat.
 *
 * @see Smithy, "EC2 query protocol"
 * @throws never
 */
export const decodeEc2Query = (shape: NormalizedSchema, form: URLSearchParams, prefix = ""): unknown => {
  if (shape.isListSchema()) {
    const items: unknown[] = [];
    for (let index = 1; hasPrefix(form, `${prefix}.${index}`); index += 1) {
      items.push(decodeEc2Query(shape.getValueSchema(), form, `${prefix}.${index}`));
    }
    return items;
  }
  if (shape.isStructSchema()) {
    const decoded: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const path = prefix === "" ? ec2Name(member, name) : `${prefix}.${ec2Name(member, name)}`;
      if (hasPrefix(form, path)) decoded[name] = decodeEc2Query(member, form, path);
    }
    return decoded;
  }
  const text = form.get(prefix) ?? "";
  if (shape.isTimestampSchema()) return new Date(text);
  if (shape.isBooleanSchema()) return text === "true";
  return shape.isNumericSchema() ? Number(text) : text;
};

const ec2Name = (shape: NormalizedSchema, otherwise: string): string => {
  const { ec2QueryName, xmlName = otherwise } = shape.getMergedTraits() as Readonly<Record<string, string | undefined>>;
  return ec2QueryName ?? xmlName.charAt(0).toUpperCase() + xmlName.slice(1);
};

const hasPrefix = (form: URLSearchParams, path: string): boolean => {
  for (const key of form.keys()) if (key === path || key.startsWith(`${path}.`)) return true;
  return false;
};
