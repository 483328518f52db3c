import * as z from "zod";

type KeyNotes = { readonly default?: unknown; readonly examples?: readonly unknown[] };

/** A key that must be there. */
export const required = <T extends z.ZodType>(schema: T, description: string, notes: KeyNotes = {}): T =>
  schema.meta({ ...notes, description } as z.GlobalMeta) as T;

/** A key that may be left out. Defaults are documented here and filled in by `compile`, after the `defaults` block is merged. */
export const optional = <T extends z.ZodType>(schema: T, description: string, notes: KeyNotes = {}): z.ZodOptional<T> =>
  required(schema, description, notes).optional();

export const whole = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);

export const port = whole(1, 65_535);

const NAME_RULE = "a name is 1 to 128 letters, digits, - and _, and begins with a letter or a digit";

/** Legal as an SQS message group id, a DynamoDB key, a part of an alarm name and, for services, as an ECS service name. */
export const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, NAME_RULE);

export const ecsName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,255}$/, "ECS names are 1 to 255 letters, digits, - and _; write the name, not the ARN");

/** RDS stores identifiers in lower case, and CloudWatch's dimension is what RDS stored. */
export const instanceIdentifier = z
  .string()
  .max(63)
  .regex(
    /^[a-z](?:-?[a-z0-9])*$/,
    "an RDS instance identifier is 1 to 63 lower-case letters, digits and single hyphens, and begins with a letter; write the identifier, not the ARN or the endpoint",
  );

/** RDS keeps the case of a proxy's name, and CloudWatch's dimension with it. */
export const proxyName = z
  .string()
  .max(63)
  .regex(
    /^[A-Za-z](?:-?[A-Za-z0-9])*$/,
    "an RDS proxy's name is 1 to 63 letters, digits and single hyphens, and begins with a letter; write the name, not the ARN or the endpoint",
  );

/** What CloudWatch takes as a metric, dimension or alarm name. */
export const cloudWatchName = z
  .string()
  .max(255)
  .regex(
    /^[!-9;-~][ -~]*$/,
    "CloudWatch names are 1 to 255 printable ASCII characters and don't begin with a colon or a space",
  );
