import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { makePostTable } from "../../aws/post-table.ts";
import { type Posts, readPosts } from "../../aws/read-posts.ts";
import { readRender } from "../../aws/read-render.ts";
import { readTaskListings } from "../../aws/read-task-listings.ts";
import { makeRecordsTable } from "../../aws/records-table.ts";
import type { Config } from "../../config/config.ts";
import type { Reading } from "../../reading.ts";
import { type Destination, destinationsOf, isWritten, nginxFleetId } from "../../records/destination.ts";
import { listingNeeds } from "../../records/listing-needs.ts";
import { fleetRender } from "../../records/nginx/fleet-render.ts";
import type { NginxMemory } from "../../records/nginx/nginx-memory.ts";
import { renderKey } from "../../records/nginx/render-key.ts";
import { UnsafeNginxText } from "../../records/nginx/safe-text.ts";
import { settleUpstreams } from "../../records/nginx/settle-upstreams.ts";
import type { TaskListing } from "../../records/task-listing.ts";
import { named } from "../parameter.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly fleet: string };

type FleetNow = Posts & {
  readonly listings: ReadonlyMap<string, Reading<TaskListing>>;
  readonly memory: NginxMemory | null;
  /** The file installed last; `null`: none was. */
  readonly installed: Reading<string> | null;
};

const refusals = {
  "no-upstream": {
    means: "No service has an upstream in the fleet, so there is no file to render.",
    remedy: "Give a service one under nginx in headgate.yml, as docs/nginx.md shows.",
  },
  "tasks-unreadable": {
    means: "The tasks of a service can't be read and nothing was installed before, so a file would empty it.",
    remedy: "Mend the cause in the message; the function records installs nothing either until then.",
  },
  "unsafe-text": {
    means: "A name or an address would not stay what it is in nginx's syntax.",
    remedy: "Correct what the message names in headgate.yml, and deploy.",
  },
} as const;

export const renderNginx = defineRunbook<Params, FleetNow, never, never>({
  name: "render-nginx",
  purpose: "Prints the upstream file that a fleet of nginx instances would get now, beside the last one",
  about:
    "Reads the running tasks, what is being withdrawn and the gates, and renders the file exactly as `records` would install it, with its hash and the differences from the generation installed last. It writes nothing and asks no instance.",
  effect: "reads",
  parameters: { fleet: named("nginx-fleet", "The fleet, by its name under nginx in headgate.yml.") },
  example: { fleet: "edge" },
  refusals,
  grants: [
    { actions: ["ecs:ListTasks"], on: "task-lists" },
    { actions: ["ecs:DescribeContainerInstances"], on: "container-instances" },
    { actions: ["ecs:DescribeTasks"], on: "tasks" },
    { actions: ["ecs:DescribeTaskDefinition", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces"], on: "none" },
    { actions: ["s3:GetObject"], on: "renders" },
  ],
  check: ({ fleet }, config) =>
    fleetOf(fleet, config).services.length > 0
      ? null
      : refuseWith(refusals, "no-upstream", `no service has an upstream in the fleet ${fleet}`, {}, "params.fleet"),
  read: async ({ fleet }, _state, { clients, stack, config, nowMs }) => {
    const destination = fleetOf(fleet, config);
    const services = destination.services.map(({ service }) => service);
    const [posts, listings, { state }] = await Promise.all([
      readPosts(destination, nowMs(), { posts: makePostTable(clients.dynamoDb, stack.tableName) }),
      readTaskListings(clients, services, (service) => listingNeeds(destination, service)),
      makeRecordsTable(clients.dynamoDb, stack.tableName).read(destination.id),
    ]);
    const memory = state.memory as NginxMemory | null;
    const installed =
      memory === null || stack.rendersBucket === null
        ? null
        : await readRender(clients.s3, stack.rendersBucket, renderKey(fleet, memory.hash));
    return { ...posts, listings, memory, installed };
  },

  plan: ({ params: { fleet }, reading, config, nowMs }): Step<never, never> => {
    const destination = fleetOf(fleet, config);
    const { memory, listings } = reading;
    const settled = settleUpstreams(destination.services, listings, reading.withdrawals, memory);
    const unread = settled.flatMap(({ service, listed }) =>
      listed.kind === "unknown" ? [`${service}: ${listed.detail}`] : [],
    );
    if (memory === null && unread.length > 0)
      return { kind: "refused", refusal: refuseWith(refusals, "tasks-unreadable", unread.join("; ")) };
    try {
      const names = { stack: config.name, fleet };
      const render = fleetRender(names, settled, reading.gates, memory?.instances ?? 1, nowMs);
      const { content, hash } = render;
      const before = installedText(reading);
      const diff = before === null || memory?.hash === hash ? "" : differenceOf(fleet, memory, before, content);
      const lines = [
        headOf(fleet, hash, reading, isWritten(destination)),
        ...unread.map((line) => `Kept as it was, because it can't be read: ${line}`),
        ...(diff === "" ? [] : ["", diff.trimEnd()]),
        "",
        content.trimEnd(),
      ];
      const data = { fleet, hash, content, diff, installed: installedAbout(reading), unread };
      return { kind: "done", report: report(lines.join("\n"), data) };
    } catch (error) {
      if (!(error instanceof UnsafeNginxText)) throw error;
      return { kind: "refused", refusal: refuseWith(refusals, "unsafe-text", error.message) };
    }
  },

  apply: async () => "",
});

const fleetOf = (fleet: string, config: Config): Extract<Destination, { readonly kind: "nginx" }> =>
  destinationsOf(config).find(
    (one): one is Extract<Destination, { readonly kind: "nginx" }> =>
      one.kind === "nginx" && one.id === nginxFleetId(fleet),
  )!;

/** `null`: it is not known what the instances have. Nothing installed is an empty file. */
const installedText = ({ memory, installed }: FleetNow): string | null => {
  if (memory === null) return "";
  return installed?.kind === "known" ? installed.value : null;
};

const installedAbout = ({ memory }: FleetNow) =>
  memory === null ? null : { generation: memory.generation, hash: memory.hash, sentAtMs: memory.sentAtMs };

const headOf = (fleet: string, hash: string, { memory, installed }: FleetNow, written: boolean): string => {
  const now = `Fleet ${fleet}: sha256 ${hash}`;
  if (memory === null)
    return `${now}. Nothing was installed before${written ? "" : "; its policy is observe, so nothing will be"}.`;
  const sent = `generation ${memory.generation}, sent ${new Date(memory.sentAtMs).toISOString()}`;
  if (memory.hash === hash) return `${now}, the same as installed last (${sent}).`;
  const missing = installed?.kind === "unknown" ? `; that file can't be compared: ${installed.detail}` : "";
  return `${now}. Installed last: ${memory.hash} (${sent})${missing}.`;
};

const differenceOf = (fleet: string, memory: NginxMemory | null, before: string, content: string): string =>
  createTwoFilesPatch(
    memory === null ? "/dev/null" : `a/${fleet}.conf (generation ${memory.generation})`,
    `b/${fleet}.conf (now)`,
    before,
    content,
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
