import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import type { Reading } from "../../../shared/reading.ts";
import { tasksAt } from "../../../shared/records/dns/tasks-at.ts";
import { zoneEntriesOf } from "../../../shared/records/dns/zone-entry.ts";
import type { ListedTask, TaskListing } from "../../../shared/records/task-listing.ts";
import {
  bridged,
  destination,
  ipv6Address,
  listing,
  privateAddress,
  publicAddress,
  record,
  stopped,
  task,
  taskId,
  unlisted,
} from "./zone-case.ts";

const srv = record({ kind: "srv", name: "_http._tcp.web.shop.internal" });
const instance = privateAddress(207);
const gone = (one: ListedTask): ListedTask => ({ ...one, desiredStatus: "STOPPED", lastStatus: "STOPPED" });
const twoPorts = gone({
  ...bridged(5, 7, 40_005),
  ports: [40_001, 40_005].map((hostPort) => ({ protocol: "tcp", containerPort: hostPort - 32_000, hostPort })),
});

describe("the tasks that the listing shows at an address", () => {
  it.each<{
    when: string;
    reads: Reading<TaskListing>;
    as?: RecordConfig;
    address: string;
    port?: number;
    gives: readonly number[];
  }>([
    { when: "none where the listing is unknown", reads: unlisted, address: privateAddress(1), gives: [] },
    { when: "the one that has it", reads: listing([task(2), task(1)]), address: privateAddress(1), gives: [1] },
    {
      when: "the one that runs, where one that stopped had it before",
      reads: listing([{ ...stopped(1), addresses: task(2).addresses }, task(2)]),
      address: privateAddress(2),
      gives: [2],
    },
    {
      when: "by IPv6 as well",
      reads: listing([task(1), task(2), { ...stopped(3), addresses: task(2).addresses }]),
      as: record({ family: "dual" }),
      address: ipv6Address(2),
      gives: [2],
    },
    {
      when: "all that share it, sorted",
      reads: listing([bridged(3, 7, 40_003), bridged(1, 7, 40_001), bridged(2, 7, 40_002), bridged(4, 8, 40_004)]),
      address: instance,
      gives: [1, 2, 3],
    },
    {
      when: "of those that share it the one at the port",
      reads: listing([bridged(1, 7, 40_001), bridged(2, 7, 40_002), gone(bridged(3, 7, 40_002))]),
      as: srv,
      address: instance,
      port: 40_002,
      gives: [2],
    },
    {
      when: "none that runs at another port",
      reads: listing([bridged(1, 7, 40_001)]),
      as: srv,
      address: instance,
      port: 40_002,
      gives: [],
    },
    {
      when: "those that stopped, sorted, where none runs there",
      reads: listing([3, 1, 2].map((number) => ({ ...stopped(number), addresses: task(9).addresses }))),
      address: privateAddress(9),
      gives: [1, 2, 3],
    },
    {
      when: "of those that stopped the ones with that port among theirs",
      reads: listing([gone(bridged(1, 7, 40_001)), gone(bridged(2, 7, 40_002)), twoPorts]),
      as: srv,
      address: instance,
      port: 40_001,
      gives: [1, 5],
    },
    {
      when: "one that stopped, by IPv6",
      reads: listing([stopped(1), stopped(2)]),
      address: ipv6Address(2),
      gives: [2],
    },
    {
      when: "one that stopped, by its public address where that is published",
      reads: listing([stopped(1), stopped(2)]),
      as: record({ address: "public" }),
      address: publicAddress(2),
      gives: [2],
    },
    {
      when: "none by the address that is not published",
      reads: listing([stopped(1)]),
      as: record({ address: "public" }),
      address: privateAddress(1),
      gives: [],
    },
  ])("$when", ({ reads, as = record(), address, port, gives }) => {
    const [entry] = zoneEntriesOf(destination({ web: [as] }), new Map([["web", reads]]), new Map());
    expect(tasksAt(entry!, address, port ?? null)).toEqual(gives.map(taskId));
  });
});
