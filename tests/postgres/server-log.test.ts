import { describe, expect, it } from "@jest/globals";
import { loggedAttempts } from "./server-log.ts";

const received = (time: string, id: number) => `${time}|${id}|00000|LOG:  connection received: host=[local]`;
const authorized = (time: string, id: number) =>
  `${time}|${id}|00000|LOG:  connection authorized: user=api database=postgres`;
const full = (time: string, id: number) => `${time}|${id}|53300|FATAL:  sorry, too many clients already`;
const reserved = (time: string, id: number) =>
  `${time}|${id}|53300|FATAL:  remaining connection slots are reserved for non-replication superuser connections`;

describe("attempts in a server's log", () => {
  it("are in the order of their arrival, each with what became of it, and both refusals are refusals", () => {
    const log = [
      received("1.000", 11),
      received("1.010", 12),
      received("1.020", 13),
      full("1.030", 13),
      authorized("1.040", 11),
      reserved("1.050", 12),
      "",
    ].join("\n");
    expect(loggedAttempts(log)).toEqual([
      { atMs: 1000, refused: false },
      { atMs: 1010, refused: true },
      { atMs: 1020, refused: true },
    ]);
  });

  it("a process id that is used again is another attempt", () => {
    const log = [received("1.000", 11), full("1.010", 11), received("2.000", 11), authorized("2.010", 11)].join("\n");
    expect(loggedAttempts(log).map(({ refused }) => refused)).toEqual([true, false]);
  });

  it("a session that ends for another reason is an accident, not a refusal", () => {
    const log = [received("1.000", 11), '1.010|11|28000|FATAL:  role "nobody" does not exist'].join("\n");
    expect(() => loggedAttempts(log)).toThrow("does not exist");
  });

  it("a refusal of an attempt that was never received is an accident too", () => {
    expect(() => loggedAttempts(full("1.000", 11))).toThrow("too many clients");
  });
});
