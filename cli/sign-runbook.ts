import { requestDigest } from "../shared/runbooks/request-digest.ts";
import type { Run } from "../shared/runbooks/run.ts";
import { type SigningSettings, signRequest } from "./sign-request.ts";

/** Who asks for a run. @throws where the SDK finds no credentials */
export const signStart = (
  requestId: string,
  runbook: string,
  params: Readonly<Record<string, unknown>>,
  region: string | undefined,
): Promise<string> => signRequest(requestDigest("ask", requestId, runbook, params), Date.now(), settingsOf(region));

/** Who approves or aborts one. @throws where the SDK finds no credentials */
export const signCommand = (command: "approve" | "abort", run: Run, region: string | undefined): Promise<string> =>
  signRequest(requestDigest(command, run.id, run.runbook, run.params), Date.now(), settingsOf(region));

const settingsOf = (region: string | undefined): SigningSettings => (region === undefined ? {} : { region });
