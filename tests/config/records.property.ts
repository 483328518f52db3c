import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { dnsNameProblem, isWithinDomain, LONGEST_DNS_NAME, normalDnsName } from "../../shared/config/dns-name.ts";
import { matchProblem, normalMatch } from "../../shared/config/gate-match.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { ownershipNameOf } from "../../shared/records/dns/ownership.ts";
import type { RecordSet } from "../../shared/records/dns/record-set.ts";
import { safeMatch } from "../../shared/records/nginx/safe-text.ts";
import { legalForms } from "./legal-forms.ts";

/** One seed, so that a red run is red for everybody. */
const always = (property: fc.IRawProperty<unknown, false>, runs: number): void => {
  void fc.assert(property, { seed: 20_261_121, numRuns: runs });
};

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

describe("publication", () => {
  it("always has every record of the file once, in the narrowest zone that its name fits or the one that it says", () => {
    let seen = 0;
    always(
      fc.property(legalForms, (form) => {
        const reading = parseConfig(stringify(form), "headgate.yml");
        if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
        const { services, zones } = reading.config;
        for (const { name, publish } of services) {
          const written = Object.entries(form.services[name]!.records ?? {}).flatMap(([key, value]) =>
            listOf(value).map((record) => {
              const own = key.toLowerCase().replace(/\.$/, "");
              const narrowest = zones.filter(({ domain }) => isWithinDomain(own, domain)).map(({ domain }) => domain);
              const zone = zones.find(({ domain }) => domain === narrowest.sort((a, b) => b.length - a.length)[0]);
              return `${own} ${record.zone ?? zone?.name} ${record.kind ?? "multivalue"} ${record.setIdentifier ?? null}`;
            }),
          );
          const compiled = publish.records.map(
            (record) => `${record.name} ${record.zone} ${record.kind} ${record.setIdentifier}`,
          );
          seen += compiled.length;
          expect([...compiled].sort()).toEqual(written.sort());
        }
      }),
      150,
    );
    expect(seen).toBeGreaterThan(150);
  });

  it("is always sorted, record by name, registration by id, upstream by fleet", () => {
    const isSorted = (texts: readonly string[]) => expect(texts).toEqual([...texts].sort());
    always(
      fc.property(legalForms, (form) => {
        const reading = parseConfig(stringify(form), "headgate.yml");
        if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
        const { services, zones, nginxFleets } = reading.config;
        isSorted(zones.map(({ name }) => name));
        isSorted(nginxFleets.map(({ name }) => name));
        for (const { publish } of services) {
          isSorted(publish.records.map(({ name }) => name));
          isSorted(publish.cloudMap.map(({ serviceId }) => serviceId));
          isSorted(publish.upstreams.map(({ fleet }) => fleet));
          for (const { gate } of publish.upstreams) isSorted(gate?.match ?? []);
        }
      }),
      100,
    );
  });
});

const label = fc.stringMatching(/^_?[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/);

describe("DNS names", () => {
  it("that are accepted always leave room for their ownership record, whatever the set is called", () => {
    const accepted = fc
      .array(fc.oneof(label, fc.constant("x".repeat(63))), { minLength: 1, maxLength: 6 })
      .map((labels) => labels.join("."))
      .filter((name) => dnsNameProblem(name) === null);
    const identifier = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/);
    const type = fc.constantFrom("A", "AAAA", "SRV");
    always(
      fc.property(accepted, identifier, type, (name, setIdentifier, kind) => {
        const set: RecordSet = {
          name,
          type: kind,
          setIdentifier,
          ttlSeconds: 60,
          values: [],
          alias: null,
          routing: { kind: "simple" },
          healthCheckId: null,
        };
        const owner = ownershipNameOf(set);
        expect(owner.length).toBeLessThanOrEqual(253);
        expect(Math.max(...owner.split(".").map((part) => part.length))).toBeLessThanOrEqual(63);
      }),
      500,
    );
  });

  it("are always refused one character past the longest, and by nothing else up to it", () => {
    always(
      fc.property(fc.integer({ min: 64, max: 252 }), (length) => {
        const end = length % 2 === 0 ? "bc" : "b";
        const name = `${"a.".repeat((length - end.length) / 2)}${end}`;
        expect(name.length).toBe(length);
        expect(dnsNameProblem(name) === null).toBe(length <= LONGEST_DNS_NAME);
      }),
      200,
    );
  });

  it("in capitals or with a dot at the end are always the same name", () => {
    always(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const name = labels.join(".");
        expect(normalDnsName(`${name.toUpperCase()}.`)).toBe(name);
        expect(dnsNameProblem(`${name.toUpperCase()}.`)).toEqual(dnsNameProblem(name));
      }),
      200,
    );
  });
});

describe("matches", () => {
  it("that are accepted can always be written into nginx's configuration", () => {
    let accepted = 0;
    const piece = fc.constantFrom(
      "shop",
      ".",
      "example",
      "/",
      "api",
      "A",
      "~",
      "+",
      "$",
      "{",
      ";",
      '"',
      "..",
      "%",
      " ",
    );
    always(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const match = pieces.join("");
        if (matchProblem(match) !== null) return;
        accepted++;
        expect(safeMatch("a match", normalMatch(match))).toBe(normalMatch(match));
      }),
      5000,
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
