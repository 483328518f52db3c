import type { Digest, ServiceDigest } from "./digest.ts";
import type { RenderedDigest } from "./rendered-digest.ts";

/**
 * A digest as queues and functions get it.
 *
 * @see docs/digest.schema.json, which is made from shared/notices/digest/digest-schema.ts
 */
export type DigestJson = { readonly type: "digest" } & Digest &
  Pick<RenderedDigest, "subject" | "headline" | "needed" | "text"> & {
    /** Of each list how many there was no room for. */
    readonly leftOut: Readonly<Record<DigestList, number>>;
  };

type DigestList = "services" | "others" | "open" | "failedWrites" | "untold";

/** Twice in one message of SNS, escaped, beside the texts: 256 KB together. */
const mostBytes = 80_000;
const mostEntries = 256;
const detailCharacters = 300;

/** As much of each list as there is room for. @returns JSON of at most 80 KB, for names as headgate.yml allows them */
export const digestJson = (digest: Digest, rendered: RenderedDigest): string => {
  let most = mostEntries;
  let text = JSON.stringify(shortened(digest, rendered, most));
  while (Buffer.byteLength(text) > mostBytes && most > 1) {
    most = Math.floor(most / 2);
    text = JSON.stringify(shortened(digest, rendered, most));
  }
  return text;
};

const shortened = (digest: Digest, rendered: RenderedDigest, most: number): DigestJson => {
  const { subject, headline, needed, text } = rendered;
  const failedWrites = digest.failedWrites.map((one) => ({ ...one, detail: one.detail.slice(0, detailCharacters) }));
  const left = (list: DigestList): number => Math.max(0, digest[list].length - most);
  return {
    type: "digest",
    ...digest,
    services: digest.services.slice(0, most).map((service) => shortenedService(service, most)),
    others: digest.others.slice(0, most),
    open: digest.open.slice(0, most),
    failedWrites: failedWrites.slice(0, most),
    untold: digest.untold.slice(0, most),
    leftOut: {
      services: left("services"),
      others: left("others"),
      open: left("open"),
      failedWrites: left("failedWrites"),
      untold: left("untold"),
    },
    subject,
    headline,
    needed,
    text,
  };
};

/** The longest of its caps and holds. */
const shortenedService = (service: ServiceDigest, most: number): ServiceDigest => ({
  ...service,
  caps: service.caps.slice(0, Math.min(10, most)),
  holds: service.holds.slice(0, Math.min(10, most)),
});
