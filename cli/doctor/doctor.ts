import { readFileSync } from "node:fs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { nameAndMessage } from "../../shared/aws/failure.ts";
import { awsHint } from "../../shared/notices/aws-hint.ts";
import { configHash } from "../../stack/config-hash.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { toJson, unusable } from "../json-output.ts";
import { startLateProgress } from "../late-progress.ts";
import { loadConfig } from "../load-config.ts";
import { diagnose } from "./diagnose.ts";
import type { DoctorClients } from "./doctor-clients.ts";
import { type Here, readStackReadings, stackReadingCount } from "./read-stack-readings.ts";
import { renderFindings } from "./render-findings.ts";

export type DoctorOptions = {
  readonly stage: string;
  readonly config: string;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
};

export type DoctorResult = { readonly exitCode: ExitCode; readonly output: string };

/**
 * Looks at an installation and says what is well and what isn't.
 *
 * @returns exit code 0: all is well, or only warned of or unknown. 1: something failed, or AWS can't be asked
 * @throws never
 */
export const doctor = async (options: DoctorOptions, clients: DoctorClients, nowMs: number): Promise<DoctorResult> => {
  const here = await readHere(options, clients);
  if (typeof here === "string") return { exitCode: EXIT.failed, output: options.json ? unusable(here) : here };
  const progress = startLateProgress(stackReadingCount, stackReadingCount, undefined, "readings");
  const readings = await readStackReadings(clients, here, nowMs, () => {
    progress.advance(1);
    progress.endRun();
  });
  progress.end();
  const findings = diagnose(readings, nowMs);
  const exitCode = findings.some(({ status }) => status === "failed") ? EXIT.failed : EXIT.ok;
  const kind = exitCode === EXIT.ok ? "well" : "failed";
  const { stackName, caller } = readings;
  return {
    exitCode,
    output: options.json ? toJson({ kind, stack: stackName, ...caller, findings }) : renderFindings(findings),
  };
};

/** @returns a sentence where AWS can't be asked at all */
const readHere = async ({ stage, config: file }: DoctorOptions, { sts }: DoctorClients): Promise<Here | string> => {
  let arn: string;
  let accountId: string;
  let region: string;
  try {
    region = await sts.config.region();
    const caller = await sts.send(new GetCallerIdentityCommand({}));
    arn = caller.Arn ?? "";
    accountId = caller.Account ?? "";
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    const hint = awsHint(`${name} ${message}`);
    return `AWS can't be asked: ${name}: ${message}${hint === null ? "" : `\n  fix: ${hint}`}`;
  }
  const loaded = loadConfig(file);
  const packageText = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(packageText) as { readonly version: string };
  return {
    cli: { version, node: process.versions.node },
    callerArn: arn,
    place: { prefix: `headgate-${stage}`, partition: arn.split(":")[1] ?? "aws", region, accountId },
    compiled: loaded.kind === "ok" ? loaded.config : null,
    config:
      loaded.kind === "ok"
        ? { kind: "read", file, hash: configHash(loaded.config), domains: loaded.config.domains.map(({ id }) => id) }
        : { kind: "unusable", file, detail: loaded.output.split("\n")[0] ?? "" },
  };
};
