import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Writes lines as they come to a file that is there whole or not at all: beside it first, then in its place.
 *
 * @throws as node:fs and `lines` do; the file is then as it was
 */
export const writeLines = async (file: string, lines: AsyncIterable<string>): Promise<void> => {
  const folder = dirname(resolve(file));
  await mkdir(folder, { recursive: true });
  const beside = join(folder, `.${basename(file)}.headgate-${process.pid}`);
  try {
    // A stream waits while the disk does, so that a long history is never in memory.
    await pipeline(Readable.from(withEnds(lines)), createWriteStream(beside, { mode: 0o600 }));
    const handle = await open(beside, "r+");
    await handle.sync().finally(() => handle.close());
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
};

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
