import { compareText } from "../../config/by-name.ts";
import type { CloudMapConfig, PublicationPolicy } from "../../config/publication.ts";
import type { Reading } from "../../reading.ts";
import type { PublishedIn } from "../destination.ts";
import type { ServiceEndpoints } from "../endpoint.ts";
import { type Settled, settle } from "../settle-endpoints.ts";
import { cloudMapEndpoints } from "./cloud-map-endpoints.ts";
import type { CloudMapInput } from "./cloud-map-input.ts";
import {
  attributesOf,
  type CloudMapInstance,
  fingerprint,
  isOf,
  ownerOf,
  publishedOf,
  serviceOf,
} from "./cloud-map-instance.ts";
import { type CloudMapMemory, isChangedByHand } from "./cloud-map-memory.ts";

/** What becomes of one service's instances, before its policy has a say. Every list is sorted. */
export type CloudMapServicePlan = {
  readonly service: string;
  readonly policy: PublicationPolicy;
  /** By instance id: the attributes that it should have; those that are foreign included. */
  readonly desired: ReadonlyMap<string, CloudMapInstance["attributes"]>;
  readonly registers: readonly CloudMapInstance[];
  /** Of `registers`: there already, with other attributes. */
  readonly changedCount: number;
  readonly removes: readonly string[];
  /** Of `registers`: what somebody else has changed or removed. */
  readonly restored: readonly string[];
  /** Desired, and taken by somebody else. */
  readonly foreign: readonly { readonly id: string; readonly owner: string }[];
  readonly settled: Settled;
  readonly waiting: readonly string[];
  readonly leftOut: ServiceEndpoints["leftOut"];
};

type CloudMapView = Pick<CloudMapInput, "stack" | "listings" | "withdrawals"> & {
  readonly instances: ReadonlyMap<string, CloudMapInstance>;
  readonly memory: CloudMapMemory;
};

/**
 * @returns the plan of one service; with an unknown listing nothing is removed
 * @throws never
 */
export const planCloudMapService = (
  { service, entries }: PublishedIn<CloudMapConfig>,
  view: CloudMapView,
): CloudMapServicePlan => {
  const { stack, instances, memory } = view;
  // An instance's id is its task's, so a service can be in one Cloud Map service once only.
  const entry = entries[0]!;
  const listed = endpointsFor(service.name, entry, view);
  const ours = [...instances.values()].filter((one) => isOf(one, stack) && serviceOf(one) === service.name);
  const settled = settle(listed, ours.map(publishedOf), memory.held?.[service.name]);
  const { endpoints, kept } = settled;
  const desired = new Map(endpoints.map((one) => [one.taskId, attributesOf(one, stack, service.name)]));
  const foreign = [...desired.keys()].flatMap((id) => {
    const there = instances.get(id);
    return there === undefined || isOf(there, stack) ? [] : [{ id, owner: ownerOf(there) }];
  });
  const isForeign = new Set(foreign.map(({ id }) => id));
  const foundAt = (id: string): string | null => {
    const there = instances.get(id);
    return there === undefined ? null : fingerprint(there.attributes);
  };
  const registers = [...desired]
    .filter(([id, attributes]) => !isForeign.has(id) && foundAt(id) !== fingerprint(attributes))
    .map(([id, attributes]) => ({ id, attributes }));
  const staying = new Set([...desired.keys(), ...kept.map(({ taskId }) => taskId)]);
  return {
    service: service.name,
    policy: entry.policy,
    desired,
    registers,
    changedCount: registers.filter(({ id }) => instances.has(id)).length,
    removes: ours
      .map(({ id }) => id)
      .filter((id) => !staying.has(id))
      .sort(compareText),
    restored: registers.map(({ id }) => id).filter((id) => isChangedByHand(memory.registered[id], foundAt(id))),
    foreign,
    settled,
    waiting: listed.kind === "known" ? listed.value.waiting : [],
    leftOut: listed.kind === "known" ? listed.value.leftOut : [],
  };
};

const endpointsFor = (
  service: string,
  entry: CloudMapConfig,
  { listings, withdrawals }: CloudMapView,
): Reading<ServiceEndpoints> => {
  const listing = listings.get(service);
  if (listing === undefined) return { kind: "unknown", because: "no-data", detail: "its tasks were not read" };
  if (listing.kind === "unknown") return listing;
  return { kind: "known", value: cloudMapEndpoints(listing.value, withdrawals.get(service) ?? [], entry) };
};
