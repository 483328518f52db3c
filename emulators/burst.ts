import { parseArgs } from "node:util";
import { measureBurst } from "../tests/bursts/measure-burst.ts";
import type { BurstSize } from "../tests/bursts/play-burst.ts";
import { brokenRealPromises } from "./burst/broken-real-promises.ts";
import { emulatedConfig } from "./burst/emulated-config.ts";
import { measureRealBurst } from "./burst/measure-real-burst.ts";
import { ratioTable } from "./burst/ratio-table.ts";
import { NoPythonEnvironment } from "./python-environment.ts";
import { startEmulators } from "./start-emulators.ts";

/**
 * What every change is tried with, and with `--full` what the promise is about: as many tasks crash as moto can keep up
 * with, and the rest are second deliveries.
 */
const sizes = {
  scaledDown: { taskEvents: 1_000, flips: 100, seconds: 20 },
  full: { taskEvents: 10_000, flips: 1_000, seconds: 60, crashesPerSecond: 1 },
} satisfies Record<string, BurstSize>;

/** After the burst the embedded cloud has as long as its promise gives it. */
const restSeconds = 60;

/** Exit codes of a process that a signal has ended. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const print = (line: string): void => console.log(line);

const stopping = new AbortController();
for (const [name, code] of Object.entries(signalCodes)) {
  process.on(name, () => {
    if (stopping.signal.aborted) return;
    print(`${name}: ending the emulators`);
    process.exitCode = code;
    stopping.abort();
  });
}

const { values } = parseArgs({ options: { full: { type: "boolean", default: false } } });
const size = values.full ? sizes.full : sizes.scaledDown;

const run = async (): Promise<void> => {
  const { signal } = stopping;
  const emulators = await startEmulators(print, signal);
  try {
    const emulated = await measureRealBurst(emulators, size, { print, signal });
    const startMs = Date.now();
    const embedded = await measureBurst({
      size,
      untilLookSeconds: size.seconds + restSeconds,
      configure: emulatedConfig(),
    });
    const computedSeconds = (Date.now() - startMs) / 1000;
    print("");
    print(ratioTable({ ...embedded, computedSeconds }, emulated));
    print("");
    print(
      `On the emulators: ${emulated.taskEvents} task events (${emulated.distinctTaskEvents} distinct) and ` +
        `${emulated.flips} alarm flips sent in ${emulated.sendSeconds.toFixed(1)} s; ${emulated.lost.length} lost, ` +
        `${emulated.dropped} dropped of ${emulated.strangers} that are nobody's, ${emulated.retries} wake-ups tried again; ` +
        `${emulated.writesTogether} writes, ${emulated.requests} requests for ${emulated.calls} calls, ` +
        `${emulated.visible} messages visible and ${emulated.delayed} delayed at the end.`,
    );
    for (const sentence of brokenRealPromises(size, emulated)) {
      process.exitCode = 1;
      print(`FAILED: ${sentence}`);
    }
  } finally {
    await emulators.close();
  }
};

try {
  await run();
} catch (error) {
  if (!stopping.signal.aborted) {
    process.exitCode = 1;
    if (error instanceof NoPythonEnvironment) console.error(`test:burst can't run: ${error.message}`);
    else throw error;
  }
}
