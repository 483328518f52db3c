import { createReadStream } from "node:fs";
import { parseTrace } from "./parse-trace.ts";
import type { TraceReading } from "./trace.ts";

const MOST_BYTES = 64 * 1024 * 1024;

export type TraceFileReading =
  | TraceReading
  /** The file as a whole can't be read, so there is no line to name. */
  | { readonly kind: "unreadable"; readonly code: "file-unreadable"; readonly message: string; readonly fix: string };

/**
 * Reads a recording from a file or a pipe.
 *
 * @param mostBytes more is refused before it is in memory
 * @throws never: what the file system says comes back as `unreadable`
 */
export async function readTrace(path: string, mostBytes = MOST_BYTES): Promise<TraceFileReading> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (bytes === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b)
        return unreadable(`${path} is compressed`, "Unpack it first: gunzip.");
      if (chunk.includes(0))
        return unreadable(`${path} is not a text file`, "Give a CSV file saved as UTF-8 (not UTF-16, not a workbook).");
      bytes += chunk.length;
      if (bytes > mostBytes)
        return unreadable(
          `${path} is larger than ${Math.floor(mostBytes / 1024 / 1024)} MB`,
          "Cut out the days of interest, or use longer slots.",
        );
      chunks.push(chunk);
    }
  } catch (error) {
    return describeFileError(path, error);
  }
  return parseTrace(Buffer.concat(chunks).toString("utf8"));
}

function unreadable(message: string, fix: string): TraceFileReading {
  return { kind: "unreadable", code: "file-unreadable", message, fix };
}

function describeFileError(path: string, error: unknown): TraceFileReading {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return unreadable(`${path} does not exist`, "Check the path; it is relative to the current folder.");
    case "EISDIR":
      return unreadable(`${path} is a folder`, "Give the CSV file in it.");
    case "EACCES":
    case "EPERM":
      return unreadable(`${path} may not be read by this user`, "Give the user the right to read it.");
    default:
      return unreadable(`${path} can't be read: ${(error as Error).message}`, "Check the path.");
  }
}
