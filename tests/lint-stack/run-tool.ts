import { execFile } from "node:child_process";

/**
 * @param fine exit codes of a run that came to its end, with findings or without
 * @returns what it wrote to its standard output
 * @throws Error with the end of its standard error
 */
export const runTool = (command: string, args: readonly string[], fine: readonly number[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, LOG_LEVEL: "ERROR" };
    execFile(command, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number" && fine.includes(code)) resolve(stdout);
      else reject(new Error(`${command} ended with ${code}: ${stderr.slice(-2000) || stdout.slice(-2000)}`));
    });
  });
