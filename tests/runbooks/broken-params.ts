import fc from "fast-check";
import type { Parameter } from "../../shared/runbooks/parameter.ts";
import type { AnyRunbook } from "../../shared/runbooks/runbook.ts";
import { shown } from "../../shared/runbooks/shown.ts";

/** Legal parameters with one thing broken in them, and the field that the refusal has to name. */
export type BrokenParams = {
  readonly how: string;
  readonly params: unknown;
  readonly field: string;
};

const parametersOf = ({ parameters }: AnyRunbook): Readonly<Record<string, Parameter<unknown>>> =>
  parameters as Readonly<Record<string, Parameter<unknown>>>;

/** Does the parameter's own form take the value? What it means beside others is not asked. */
const takes = ({ schema }: Parameter<unknown>, value: unknown): boolean => schema.safeParse(value).success;

const controls = fc
  .tuple(
    fc.string({ maxLength: 8 }),
    fc.constantFrom("\u0000", "\u0007", "\n", "\u001b[2J", "\u009f", "\ud800"),
    fc.string({ maxLength: 8 }),
  )
  .map((parts) => parts.join(""));

/** Values of every type and size, some of them nearly right. */
const anyValue = (example: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      "",
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1e21,
      "1",
      [],
      {},
    ),
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constant([example]),
    fc.constant({ value: example }),
    fc.jsonValue(),
  );

const tooLong = fc.integer({ min: 1_001, max: 20_000 }).map((length) => "a".repeat(length));

/** Not among the names of the sample, whatever letters they have. */
const stranger = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$/).map((name) => `${name}-x9q`);

const brokenField = (runbook: AnyRunbook, name: string, parameter: Parameter<unknown>): fc.Arbitrary<BrokenParams> => {
  const { example } = runbook;
  const broken = (how: string, value: unknown): BrokenParams => {
    return { how: `${name} ${how}`, params: { ...example, [name]: value }, field: name };
  };
  const isRefused = (value: unknown): boolean => !takes(parameter, value) && value !== undefined;
  const kinds = [
    anyValue(example[name])
      .filter(isRefused)
      .map((value) => broken("of a wrong type or out of range", value)),
    tooLong.filter(isRefused).map((value) => broken("too long", value)),
    controls.filter(isRefused).map((value) => broken("with control characters", value)),
    ...(parameter.names === undefined ? [] : [stranger.map((value) => broken("of an unknown name", value))]),
    ...(takes(parameter, undefined) || !(name in example)
      ? []
      : [fc.constant({ how: `${name} missing`, params: without(example, name), field: name })]),
  ];
  return fc.oneof(...kinds);
};

const without = (params: Readonly<Record<string, unknown>>, name: string) =>
  Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));

/** A field that the runbook doesn't have; JSON gives `__proto__` as an own one. */
const unknownField = (runbook: AnyRunbook): fc.Arbitrary<BrokenParams> =>
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "Service", " service"),
        fc.stringMatching(/^[a-z][A-Za-z]{0,30}$/),
        controls,
      ),
      fc.jsonValue(),
    )
    .filter(([name]) => !Object.hasOwn(parametersOf(runbook), name))
    .map(([name, value]) => {
      const own = Object.entries(runbook.example).map(
        ([key, content]) => `${JSON.stringify(key)}:${JSON.stringify(content)}`,
      );
      const params: unknown = JSON.parse(`{${[...own, `${JSON.stringify(name)}:${JSON.stringify(value)}`].join(",")}}`);
      return { how: `an unknown field ${name}`, params, field: shown(name) };
    });

/** No object at all where the parameters should be. */
const noObject: fc.Arbitrary<BrokenParams> = fc
  .oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.jsonValue(), { maxLength: 3 }))
  .map((params) => ({ how: "no object", params, field: "params" }));

/** Every way to break the parameters of a runbook, made from the runbook itself. */
export const brokenParams = (runbook: AnyRunbook): fc.Arbitrary<BrokenParams> =>
  fc.oneof(
    ...Object.entries(parametersOf(runbook)).map(([name, parameter]) => brokenField(runbook, name, parameter)),
    unknownField(runbook),
    noObject,
  );
