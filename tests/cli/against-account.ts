import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Account } from "../../simulator/cloud/account/account.ts";
import { startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import type { Ran } from "./nginx-case.ts";

const bin = join(__dirname, "../../cli/headgate.mjs");

/** The real command in a process of its own; the account is all of AWS that it can reach. */
export const againstAccount = async (
  account: Pick<Account, "handle">,
  cwd: string,
  args: readonly string[],
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> => {
  const front = await startCloudFront(account);
  const env = {
    PATH: process.env["PATH"],
    HOME: cwd,
    CI: "1",
    AWS_ENDPOINT_URL: front.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [bin, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on("data", (part: Buffer) => void out.push(part));
      child.stderr.on("data", (part: Buffer) => void err.push(part));
      child.on("error", reject);
      child.on("close", (status) =>
        resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
      );
    });
  } finally {
    await front.close();
  }
};

/** Standard error without how far it is, which only a command that takes longer than a second says. */
export const withoutProgress = (stderr: string): string => stderr.replaceAll(/^\d+ of \d+ readings, .*\n/gm, "");
