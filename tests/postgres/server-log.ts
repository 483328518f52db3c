import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A server's attempt to serve a client, in the order in which they arrived. */
export type LoggedAttempt = { readonly atMs: number; readonly refused: boolean };

/** SQLSTATE too_many_connections: max_connections are open, or what is left is reserved. */
export const tooManyConnections = "53300";

/** @returns the text of the log in a server's folder */
export const readServerLog = (folder: string): string => readFileSync(join(folder, "log"), "utf8");

/**
 * Every attempt to connect that a server tells of, and what became of it.
 *
 * @param log lines prefixed with seconds since the epoch, process and SQLSTATE; a process id names an attempt until the next one has it
 * @throws Error for a session that ended for any other reason than a full server: the figures would not be about walls then
 */
export const loggedAttempts = (log: string): readonly LoggedAttempt[] => {
  const attempts: { atMs: number; refused: boolean }[] = [];
  const byProcess = new Map<string, { atMs: number; refused: boolean }>();
  for (const line of log.split("\n")) {
    const [time, id, state, text] = splitPrefix(line);
    if (text.startsWith("LOG:  connection received")) {
      const attempt = { atMs: 1000 * Number(time), refused: false };
      attempts.push(attempt);
      byProcess.set(id, attempt);
    } else if (text.startsWith("FATAL:")) {
      const attempt = byProcess.get(id);
      if (state !== tooManyConnections || attempt === undefined) throw new Error(`the server says: ${line}`);
      attempt.refused = true;
    }
  }
  return attempts;
};

const splitPrefix = (line: string): readonly [time: string, id: string, state: string, text: string] => {
  const [time = "", id = "", state = "", ...text] = line.split("|");
  return [time, id, state, text.join("|")];
};
