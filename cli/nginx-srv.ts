import type { RecordConfig } from "../shared/config/publication.ts";
import type { FleetUpstream } from "./nginx-fleet.ts";

export type SrvChoice =
  | { readonly kind: "found"; readonly record: RecordConfig }
  | { readonly kind: "refused"; readonly message: string };

/** The SRV record that lists the tasks of an upstream: of the same port and the same addresses. */
export const srvRecordOf = ({ service, upstream }: FleetUpstream): SrvChoice => {
  const fitting = service.publish.records.filter(
    ({ kind, containerPort, address }) =>
      kind === "srv" &&
      address === upstream.address &&
      (containerPort === upstream.containerPort || containerPort === null || upstream.containerPort === null),
  );
  if (fitting.length === 1) return { kind: "found", record: fitting[0]! };
  const { name } = service;
  if (fitting.length === 0) {
    const fix = `add a record of kind srv to ${name}, for example _http._tcp.${name}.ZONE`;
    return { kind: "refused", message: `${name} publishes no SRV record that nginx could look up.\n  fix: ${fix}` };
  }
  const names = fitting.map((record) => record.name).join(", ");
  return {
    kind: "refused",
    message: `${name} publishes several SRV records: ${names}.\n  fix: give the upstream the containerPort of one of them`,
  };
};
