import { assertNever } from "../plan/assert-never.ts";
import type { LimitEngine } from "./limit-engine.ts";

/** Bytes left for the database, as an interval. */
export type NetMemory = {
  /** Lower bound: no observed or published limit is below the one that follows from it. */
  readonly safeBytes: number;
  readonly expectedBytes: number;
};

export const BYTES_PER_GIB = 1_073_741_824;

/** 2 GiB per Aurora capacity unit. */
export const GIB_PER_ACU = 2;

/** A share of the memory, less a part that every instance keeps; in whole numbers. */
type Share = { readonly perTenThousand: bigint; readonly lessHundredthsGib: bigint };

/** RDS keeps 0.30 GiB + 2.55 %: fitted to observed limits. */
const expectedRds: Share = { perTenThousand: 9_745n, lessHundredthsGib: 30n };
const expectedAurora: Share = { perTenThousand: 9_746n, lessHundredthsGib: 30n };
const expectedServerless: Share = { perTenThousand: 9_380n, lessHundredthsGib: 19n };

/** 0.35 GiB + 4.5 %: no observed RDS limit is below what follows from it. */
const safeRds: Share = { perTenThousand: 9_550n, lessHundredthsGib: 35n };
/** AWS's own figures for Aurora PostgreSQL at 16 and 32 GiB are rounded, and lie below the fit. */
const safeAurora: Share = { perTenThousand: 8_850n, lessHundredthsGib: 0n };
/** The fit meets the published figures; 2 % less between them. */
const safeServerless: Share = { perTenThousand: 9_190n, lessHundredthsGib: 19n };

/**
 * What DBInstanceClassMemory stands for: the memory of the class less what the operating system and RDS keep.
 *
 * Formula times the whole memory is always too high, by a third and more on the smallest classes. AWS doesn't publish the share, so
 * it is known as an interval; plan with `safeBytes`. Aurora MySQL's published limits follow from the whole memory, but only
 * through a logarithm that hides any share: its own default is an engine rule, and another formula gets the interval.
 *
 * @param nominalGib memory of the class, or 2 GiB x maximum ACU
 * @param capacity serverless: Aurora Serverless v2
 * @returns whole bytes, 0 <= safeBytes <= expectedBytes
 * @throws never
 * @see docs/adr/0010-net-memory.md
 */
export const netMemory = (
  engine: LimitEngine,
  nominalGib: number,
  capacity: "provisioned" | "serverless" = "provisioned",
): NetMemory => {
  const nominal = BigInt(Math.max(0, Math.floor(nominalGib * BYTES_PER_GIB)));
  const serverless = capacity === "serverless";
  switch (engine) {
    case "aurora-mysql":
      return interval(nominal, serverless ? [safeServerless] : [safeRds, safeAurora], null);
    case "aurora-postgresql":
      return serverless
        ? interval(nominal, [safeServerless], expectedServerless)
        : interval(nominal, [safeRds, safeAurora], expectedAurora);
    case "postgres":
    case "mysql":
    case "mariadb":
      return interval(nominal, [safeRds], expectedRds);
    default:
      return assertNever(engine);
  }
};

/** @param expected `null`: all of it */
const interval = (nominal: bigint, safe: readonly Share[], expected: Share | null): NetMemory => ({
  safeBytes: Math.min(...safe.map((share) => leftOf(nominal, share))),
  expectedBytes: expected === null ? Number(nominal) : leftOf(nominal, expected),
});

/** Rounds down. Nothing is left of less than the part that every instance keeps. */
const leftOf = (nominal: bigint, { perTenThousand, lessHundredthsGib }: Share): number =>
  Math.max(0, Number((nominal * perTenThousand - lessHundredthsGib * 100n * BigInt(BYTES_PER_GIB)) / 10_000n));
