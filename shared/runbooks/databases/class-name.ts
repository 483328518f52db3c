import * as z from "zod/mini";
import type { Parameter } from "../parameter.ts";

/** A class as RDS writes it. */
export const className = (about: string): Parameter<string> => ({
  schema: z.string().check(z.regex(/^db\.[a-z0-9]+(\.[a-z0-9]+){0,3}$/, "a class of RDS, such as db.r6g.xlarge")),
  about,
});
