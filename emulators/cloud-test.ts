import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestClients, testClients } from "./clients.ts";
import { type EcsScheduler, startEcsScheduler } from "./estate/ecs-scheduler.ts";
import { type Estate, makeEstate } from "./estate/make-estate.ts";
import { type Metrics, startMetrics } from "./estate/metrics.ts";
import { makeNoticeInbox, type NoticeInbox } from "./notice-inbox.ts";
import { type Emulators, startEmulators } from "./start-emulators.ts";
import { until } from "./until.ts";

/** What every step works with. */
export type CloudTest = {
  readonly emulators: Emulators;
  readonly clients: TestClients;
  readonly estate: Estate;
  readonly scheduler: EcsScheduler;
  readonly notices: NoticeInbox;
  readonly signal: AbortSignal;
  /** Before anything was deployed. */
  readonly startedMs: number;
  /** Writes the configuration that is deployed next. @returns its absolute path */
  readonly configure: (change: (yaml: string) => string) => Promise<string>;
  /** `until` with this run's patience. @param what ends a sentence that begins "waited for" */
  readonly wait: <T>(what: string, look: () => Promise<T>, fits: (seen: T) => boolean) => Promise<T>;
};

/**
 * For anything that is waited for, in seconds. On a busy machine a function's call may take longer than its two seconds,
 * and what was not done comes again after a visibility timeout of 120 s.
 */
const patienceSeconds = 180;

/**
 * The emulators with the estate in them, for as long as `use` takes; ends and removes everything, also where it fails.
 *
 * @throws NoPythonEnvironment; AbortError; what `use` throws
 */
export const withCloudTest = async (
  print: (line: string) => void,
  signal: AbortSignal,
  use: (cloud: CloudTest) => Promise<void>,
): Promise<void> => {
  print("starting moto, ministack and the router ...");
  const emulators = await startEmulators(print, signal);
  const directory = await mkdtemp(join(tmpdir(), "headgate-cloud-test-"));
  let scheduler: EcsScheduler | null = null;
  let metrics: Metrics | null = null;
  try {
    const clients = testClients(emulators);
    print("making the estate: services, databases, alarms, a zone ...");
    const estate = await makeEstate(clients);
    metrics = await startMetrics(clients);
    const playing = startEcsScheduler(clients, estate.network);
    scheduler = playing;
    const notices = await makeNoticeInbox(clients);
    const configFile = join(directory, "headgate.yml");
    await use({
      emulators,
      clients,
      estate,
      scheduler: playing,
      notices,
      signal,
      startedMs: Date.now(),
      configure: async (change) => {
        const yaml = await readFile(join(import.meta.dirname, "cloud-test.yml"), "utf8");
        await writeFile(configFile, change(yaml.replace("HOSTED_ZONE_ID", estate.hostedZoneId)));
        return configFile;
      },
      wait: (what, look, fits) => {
        playing.requireAlive();
        return until({ for: what, seconds: patienceSeconds, signal }, look, fits).finally(playing.requireAlive);
      },
    });
  } finally {
    await Promise.allSettled([scheduler?.stop(), metrics?.stop()]);
    await emulators.close();
    await rm(directory, { recursive: true, force: true });
  }
};
