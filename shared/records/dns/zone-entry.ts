import { compareText } from "../../config/by-name.ts";
import type { RecordConfig } from "../../config/publication.ts";
import type { Reading } from "../../reading.ts";
import type { Destination } from "../destination.ts";
import type { ServiceEndpoints } from "../endpoint.ts";
import { endpointsOf } from "../endpoints-of.ts";
import type { TaskListing } from "../task-listing.ts";
import { needsOf, setNameOf } from "./entry-needs.ts";

/** One record of the configuration with what the listing says for it. */
export type ZoneEntry = {
  readonly service: string;
  readonly record: RecordConfig;
  readonly listing: Reading<TaskListing>;
  readonly listed: Reading<ServiceEndpoints>;
};

type Listings = ReadonlyMap<string, Reading<TaskListing>>;

/** Every record of the zone, sorted by service and name; a service that nobody listed is unknown. */
export const zoneEntriesOf = (
  { services }: Extract<Destination, { kind: "zone" }>,
  listings: Listings,
  withdrawals: ReadonlyMap<string, readonly string[]>,
): readonly ZoneEntry[] =>
  services
    .flatMap(({ service, entries }) => {
      const listing = listings.get(service.name) ?? notListed;
      const withdrawn = withdrawals.get(service.name) ?? [];
      return entries.map(
        (record): ZoneEntry => ({
          service: service.name,
          record,
          listing,
          listed:
            listing.kind === "unknown"
              ? listing
              : { kind: "known", value: endpointsOf(listing.value, withdrawn, needsOf(record)) },
        }),
      );
    })
    .sort((a, b) => compareText(rankOf(a), rankOf(b)));

/** Ties are broken by what may differ between two records of one name. */
const rankOf = ({ service, record }: ZoneEntry): string =>
  [service, record.name, record.setIdentifier, setNameOf(record), record.kind, record.address, record.family].join(" ");

const notListed: Reading<never> = { kind: "unknown", because: "no-data", detail: "its tasks were not listed" };

/** The key of an entry's tasks in the memory. */
export const entryKeyOf = ({ service, record }: Pick<ZoneEntry, "service" | "record">): string =>
  `${service} ${setNameOf(record)}`;
