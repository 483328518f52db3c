import type { RecordConfig } from "../../config/publication.ts";
import type { EndpointNeeds } from "../endpoints-of.ts";

/** How a record wants its tasks to be reached. Only SRV has a port in it. */
export const needsOf = (record: RecordConfig): EndpointNeeds => ({
  address: record.address,
  family: record.family,
  port: record.kind === "srv" ? "only-or-named" : "none",
  containerPort: record.kind === "srv" ? record.containerPort : null,
  protocol: /^[^.]+\._udp\./.test(record.name) ? "udp" : "tcp",
});

export type AddressType = "A" | "AAAA";

export const addressTypesOf = ({ family }: RecordConfig): readonly AddressType[] =>
  family === "dual" ? ["A", "AAAA"] : family === "ipv4" ? ["A"] : ["AAAA"];

/** The types of the sets at the record's own name. */
export const setTypesOf = (record: RecordConfig): readonly string[] =>
  record.kind === "srv" ? ["SRV"] : addressTypesOf(record);

/** Where the set itself is; with a region `name` only points to it. */
export const setNameOf = (record: RecordConfig): string => record.regional?.regionalName ?? record.name;

/** What the hosts of an SRV record are named under: its name without `_service._protocol`. */
export const hostBaseOf = (name: string): string => name.replace(/^(?:_[^.]+\.)+/, "");
