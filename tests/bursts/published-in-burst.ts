import type { Config } from "../../shared/config/config.ts";
import type { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { rendersBucketOf } from "../../simulator/cloud/stack-names.ts";
import { taskAddresses } from "../../simulator/cloud/task-network.ts";
import { rehearsalNames } from "../../simulator/controllers/headgate.ts";
import type { World } from "../../simulator/world/world.ts";

type Published = {
  readonly world: World;
  readonly cloud: EmbeddedCloud;
  readonly config: Config;
  /** Keys of the files that were installed, in order. */
  readonly installed: readonly string[];
};

/** @returns each record and upstream that doesn't list exactly the running tasks; how many entries were compared */
export const comparePublished = (
  stack: Published,
): { readonly compared: number; readonly wrong: readonly string[] } => {
  const wrong: string[] = [];
  let compared = 0;
  const compare = (where: string, published: readonly string[], running: readonly string[]): void => {
    compared += 1;
    if (running.length > 0 && published.join() === running.join()) return;
    const missing = running.filter((address) => !published.includes(address)).length;
    const stray = published.filter((address) => !running.includes(address)).length;
    wrong.push(`${where}: ${missing} of ${running.length} tasks missing, ${stray} stray`);
  };
  for (const { name, publish } of stack.config.services) {
    const running = runningIn(stack, name);
    for (const record of publish.records) {
      const { hostedZoneId } = stack.config.zones.find((zone) => zone.name === record.zone)!;
      compare(record.name, zoneValues(stack, hostedZoneId, record.name), running);
    }
    for (const { upstream } of publish.upstreams) compare(`upstream ${upstream}`, servers(stack, upstream), running);
  }
  return { compared, wrong };
};

/** Addresses of the tasks that run and are wanted, sorted. */
const runningIn = ({ world }: Published, service: string): readonly string[] =>
  world
    .tasks(service)
    .filter(({ lastStatus, desiredStatus }) => lastStatus === "RUNNING" && desiredStatus === "RUNNING")
    .map(({ taskId }) => taskAddresses(taskId).privateIpv4)
    .sort();

const zoneValues = ({ cloud }: Published, hostedZoneId: string, name: string): readonly string[] =>
  cloud.route53
    .recordSets(hostedZoneId)
    .filter((set) => set.Name === `${name}.` && set.Type === "A")
    .flatMap(({ ResourceRecords = [] }) => ResourceRecords.map(({ Value }) => Value ?? ""))
    .sort();

/** In the file that was installed last. */
const servers = ({ cloud, installed }: Published, upstream: string): readonly string[] => {
  const text = cloud.s3.texts(rendersBucketOf(rehearsalNames))[installed.at(-1) ?? ""] ?? "";
  const block = new RegExp(`upstream ${upstream} \\{([^}]*)\\}`).exec(text)?.[1] ?? "";
  return [...block.matchAll(/server ([\d.]+):/g)].map((match) => match[1] ?? "").sort();
};
