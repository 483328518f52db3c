import { tmpdir } from "node:os";
import { delimiter, dirname } from "node:path";

/**
 * What a program gets of this one's environment: no variable of the user's leads an emulator, a function or `serverless`
 * to a real account. The running Node comes first.
 */
export const inheritedEnvironment = (): Readonly<Record<string, string>> => ({
  PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
  HOME: tmpdir(),
  LANG: "C.UTF-8",
});
