import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundle, bundle, bundleFunctions, bundleLimitOf, kilobytes } from "../stack/bundles.ts";
import { readCompiledConfig } from "../stack/compiled-config.ts";

// How long a function needs before its first line runs: the processor time of loading its bundle, in fresh processes,
// against a bundle that holds one SDK client. A ratio of the same run, so that it means the same on every machine.

/** A function may take this many times the reference. */
const ratioLimit = 2.2;
const runs = Number(process.env["HEADGATE_BENCH_RUNS"] ?? 15);

const root = join(import.meta.dirname, "..");
const directory = mkdtempSync(join(tmpdir(), "headgate-cold-"));

// User and system time, not the clock's: a busy machine doesn't count. Names in the environment are the functions' own.
const measureScript = `
  const before = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
`;
const environment = {
  AWS_REGION: "eu-west-1",
  AWS_LAMBDA_FUNCTION_NAME: "headgate-bench",
  TABLE_NAME: "t",
  EVENTS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/events",
  EVENTS_DLQ_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/events-dlq",
  SCALING_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/scaling.fifo",
  RECORDS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/records.fifo",
  STACK_PREFIX: "headgate-bench",
  RUNS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/runs",
  SCALING_DLQ_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/scaling-dlq.fifo",
  RECORDS_DLQ_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/records-dlq.fifo",
  RUNS_DLQ_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/runs-dlq",
  TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:notices",
};

const loadMs = (file: string): number => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", measureScript, file], {
    env: environment,
    encoding: "utf8",
  });
  // Node prints the line that failed, which in a bundle is everything; what it says is enough.
  if (status !== 0) throw new Error(`${file}: ${/^\w*Error.*$/m.exec(stderr)?.[0] ?? `exit code ${status}`}`);
  return Number(stdout);
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

try {
  const referenceEntry = join(directory, "one-client.ts");
  writeFileSync(
    referenceEntry,
    `import { DescribeServicesCommand, ECSClient } from ${JSON.stringify(join(root, "node_modules/@aws-sdk/client-ecs"))};
     const client = new ECSClient({});
     export const handler = () => client.send(new DescribeServicesCommand({ services: [] }));`,
  );
  // As the SDK comes: a yardstick must not shrink with what it measures.
  const reference = await bundle("reference", referenceEntry, join(directory, "one-client.cjs"), {}, []);
  const functions = await bundleFunctions(root, directory, readCompiledConfig(root).config);
  const bundles: readonly Bundle[] = [reference, ...functions];

  const measured = new Map<string, number[]>(bundles.map(({ name }) => [name, []]));
  // In turns, so that a slow moment of the machine meets them all.
  for (let run = 0; run < runs; run += 1) {
    for (const { name, file } of bundles) measured.get(name)!.push(loadMs(file));
  }

  const referenceMs = median(measured.get("reference")!);
  const refused: string[] = [];
  console.log(`bundle        KB      ms   x reference   (median of ${runs} fresh processes)`);
  for (const { name, bytes } of bundles) {
    const ms = median(measured.get(name)!);
    const ratio = ms / referenceMs;
    console.log(
      `${name.padEnd(10)} ${String(kilobytes(bytes)).padStart(5)} ${ms.toFixed(1).padStart(7)} ${ratio.toFixed(2).padStart(13)}`,
    );
    if (kilobytes(bytes) > bundleLimitOf(name)) refused.push(`${name} is above ${bundleLimitOf(name)} KB`);
    // People wait for it, and no event does: ADR 23.
    if (name !== "runbook" && ratio > ratioLimit) refused.push(`${name} takes more than ${ratioLimit} x the reference`);
  }
  console.log(refused.length === 0 ? `within ${ratioLimit} x and the limits in KB` : refused.join("; "));
  if (refused.length > 0 && process.argv.includes("--check")) process.exitCode = 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
