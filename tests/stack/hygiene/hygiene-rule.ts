import type { Resource, Template } from "../packaged-stack.ts";

/** One sentence that holds for every packaged template. */
export type HygieneRule = {
  readonly rule: string;
  /** @returns the logical ids of what breaks it, each with what is wrong */
  readonly breaches: (template: Template) => readonly string[];
};

export const ofType = (template: Template, type: string): readonly (readonly [string, Resource["Properties"]])[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties ?? {}] as const] : [],
  );

/** The logical id behind `!Ref` and `!GetAtt`; "" for anything else. */
export const idOf = (value: unknown): string => {
  const { Ref, "Fn::GetAtt": got } = (value ?? {}) as { Ref?: string; "Fn::GetAtt"?: readonly string[] | string };
  return Ref ?? [got ?? ""].flat()[0]!.split(".")[0]!;
};

export const propertiesOf = (template: Template, id: string): Resource["Properties"] =>
  template.Resources[id]?.Properties ?? {};

/** The rules `is` for each resource of a type, by id. */
export const each =
  (type: string, wrong: (properties: Resource["Properties"], id: string, template: Template) => string | null) =>
  (template: Template): readonly string[] =>
    ofType(template, type).flatMap(([id, properties]) => {
      const what = wrong(properties, id, template);
      return what === null ? [] : [`${id}: ${what}`];
    });
