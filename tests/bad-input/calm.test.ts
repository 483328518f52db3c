import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { failOn } from "../scale/small-stack.ts";
import { type BadStack, badStack, type Fault } from "./bad-stack.ts";
import { runUntil } from "./prove.ts";
import { proxyOf, viaProxy } from "./proxied.ts";
import { calmRequests, soundEstate, twoDatabasesConfig, twoDatabasesWorld } from "./two-databases.ts";

type Row = {
  readonly when: string;
  readonly config?: Config;
  readonly broken?: Partial<RdsEstate>;
  readonly mended?: Partial<RdsEstate>;
  readonly fault?: Fault;
  readonly code: FindingCode;
  readonly names: string;
};

const [badInstance, goodInstance] = soundEstate.instances;
const aboutBad = (stack: BadStack) =>
  stack.told().filter(({ notice }) => notice.database === "bad" && notice.kind === "hold");
const calmStack = (config: Config = twoDatabasesConfig(), estate: Partial<RdsEstate> = {}): BadStack =>
  badStack({ config, estate, world: twoDatabasesWorld({}, calmRequests) });

describe("a bad input while nobody asks for more", () => {
  it.each<Row>([
    {
      when: "an instance that doesn't exist",
      broken: { instances: [goodInstance!] },
      mended: { instances: [badInstance!, goodInstance!] },
      code: "limit-unknown",
      names: "RDS has no DB instance bad-1 in this account and region",
    },
    {
      when: "a formula with a typo",
      broken: {
        parameterGroups: [{ kind: "instance", group: "bad-own", maxConnections: "{DBInstanceClasMemory/9531392}" }],
      },
      mended: { parameterGroups: soundEstate.parameterGroups },
      code: "limit-unknown",
      names: '"{DBInstanceClasMemory/9531392}"; at character 2',
    },
    {
      when: "a permission that is missing",
      fault: failOn("rds DescribeDBParameters", "AccessDenied", "not authorized"),
      code: "limit-unknown",
      names: "rds:DescribeDBParameters bad-own",
    },
    {
      when: "a permission that is missing to read a database behind a proxy",
      config: viaProxy.config,
      broken: proxyOf(),
      fault: ({ name, input }) =>
        name === "rds DescribeDBInstances" && JSON.stringify(input).includes("bad-1")
          ? new AwsError("AccessDenied", "not authorized")
          : null,
      code: "limit-unknown",
      names: "rds:DescribeDBInstances bad-1",
    },
    {
      when: "a proxy without a target",
      config: viaProxy.config,
      broken: proxyOf({ targets: [] }),
      mended: proxyOf(),
      code: "proxy-without-target",
      names: "bad-front has no target",
    },
    {
      when: "a proxy that doesn't exist",
      config: viaProxy.config,
      broken: { proxies: [] },
      mended: proxyOf(),
      code: "proxy-unknown",
      names: "rds:DescribeDBProxies bad-front",
    },
  ])("$when is told once, of the database, before the load comes, and cleared", async (row) => {
    const stack = calmStack(row.config, row.broken);
    stack.failing(row.fault ?? (() => null));
    await stack.readLimits();
    await stack.run(900);
    const told = aboutBad(stack);
    expect(told.map(({ notice: { state, code, service } }) => [state, code, service])).toEqual([
      ["raised", row.code, null],
    ]);
    expect(told[0]?.text).toContain(row.names);
    stack.mend(row.mended ?? {});
    await stack.readLimits();
    await runUntil(stack, () => aboutBad(stack).length > 1);
    expect(aboutBad(stack).map(({ notice: { state, code } }) => [state, code])).toEqual([
      ["raised", row.code],
      ["cleared", row.code],
    ]);
  });

  it.each([
    { when: "the function limits has not run yet", estate: {}, reads: false },
    {
      when: "the instance is stopped",
      estate: { instances: [{ ...badInstance!, status: "stopped" }, goodInstance!] },
      reads: true,
    },
  ])("nothing is told where it comes back by itself: $when", async ({ estate, reads }) => {
    const stack = calmStack(twoDatabasesConfig(), estate);
    if (reads) await stack.readLimits();
    await stack.run(900);
    expect(aboutBad(stack)).toEqual([]);
  });
});
