import { DEFAULTS } from "./defaults.ts";
import { normalDnsName } from "./dns-name.ts";
import type { PlacedRecord } from "./placed-records.ts";
import { type Finding, shown } from "./problems.ts";

/**
 * SRV records that differ in `_service._protocol` only share the names of their hosts, so the hosts have one kind of
 * address: with both, clients inside would be sent to public addresses, and those outside to private ones.
 *
 * @see RFC 2782: the target of an SRV record is a host name
 */
export const checkSrvHosts = (records: readonly PlacedRecord[]): readonly Finding[] => {
  const firsts = new Map<string, PlacedRecord>();
  return records.flatMap((record): readonly Finding[] => {
    const { form, zone, written, path } = record;
    if (form.kind !== "srv" || form.family === "ipv6" || zone.kind !== "zone") return [];
    const base = normalDnsName(form.regionalName ?? record.name).replace(/^(?:_[^.]+\.)+/, "");
    const first = firsts.get(`${zone.zone.name} ${base}`);
    if (first === undefined) {
      firsts.set(`${zone.zone.name} ${base}`, record);
      return [];
    }
    const [address, other] = [record, first].map((one) => one.form.address ?? DEFAULTS.address);
    if (address === other) return [];
    const message = `the hosts of ${shown(written)} and ${shown(first.written)} share their names under ${shown(base)}, with ${address} addresses here and ${other} ones there`;
    const fix = `write address: ${other} here, or give one of them another name after _service._protocol`;
    return [{ code: "routing-mixed", path: [...path, "address"], message, fix }];
  });
};
