import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { Template } from "./packaged-stack.ts";

const spec = loadAwsServiceSpecSync();

// biome-ignore lint/suspicious/noExplicitAny: the specification's own types are no direct dependency of ours
type SpecType = any;

/**
 * What CloudFormation's own specification has against a template: unknown types and properties, missing required ones,
 * and values of another type. Values that CloudFormation fills in fit everywhere.
 */
export const specProblems = (template: Template): readonly string[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const resource = spec.lookup("resource", "cloudFormationType", "equals", Type)[0];
    if (resource === undefined) return [`${id}: ${Type} does not exist`];
    return objectProblems(id, resource.properties, Properties ?? {});
  });

const objectProblems = (path: string, properties: Record<string, SpecType>, value: object): readonly string[] => [
  ...Object.entries(properties)
    .filter(([name, property]) => property.required === true && !(name in value))
    .map(([name]) => `${path}.${name} is required`),
  ...Object.entries(value).flatMap(([name, part]) => {
    const property = properties[name];
    return property === undefined
      ? [`${path}.${name} does not exist`]
      : typeProblems(`${path}.${name}`, property.type, part);
  }),
];

const typeProblems = (path: string, type: SpecType, value: unknown): readonly string[] => {
  if (isFilledIn(value)) return [];
  switch (type.type) {
    case "union": {
      const attempts = type.types.map((option: SpecType) => typeProblems(path, option, value));
      return attempts.some((problems: readonly string[]) => problems.length === 0) ? [] : attempts[0];
    }
    case "array":
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((item, index) => typeProblems(`${path}[${index}]`, type.element, item));
    case "map":
      return typeof value === "object" ? [] : [`${path} is no map`];
    case "ref": {
      if (typeof value !== "object" || value === null) return [`${path} is no object`];
      return objectProblems(path, spec.get("typeDefinition", type.reference.$ref).properties, value);
    }
    case "tag":
      return objectProblems(
        path,
        { Key: { type: { type: "string" } }, Value: { type: { type: "string" } } },
        value as object,
      );
    case "string":
      if (typeof value !== "string") return [`${path} is no string`];
      return type.allowedValues === undefined || type.allowedValues.includes(value)
        ? []
        : [`${path}: ${value} is not one of ${type.allowedValues.join(", ")}`];
    case "integer":
      return Number.isInteger(value) ? [] : [`${path} is no integer`];
    case "number":
      return typeof value === "number" ? [] : [`${path} is no number`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path} is no boolean`];
    default:
      return []; // json, date-time
  }
};

const isFilledIn = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length === 1 &&
  Object.keys(value).every((key) => key === "Ref" || key.startsWith("Fn::"));
