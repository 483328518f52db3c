import { describe, expect, it } from "@jest/globals";
import type { Ec2, ServiceQuotas } from "../../shared/aws/clients.ts";
import { readInstanceTypes } from "../../shared/aws/read-instance-types.ts";
import { readFargateQuota } from "../../shared/aws/read-quotas.ts";
import { answering, awsError } from "./answering.ts";

type Input = { Filters: { Values: string[] }[]; NextToken?: string };

const ec2 = (answer: (input: Input) => unknown) =>
  answering<Ec2>((_operation, input) => answer(input as unknown as Input));

const described = (InstanceType: string) => ({
  InstanceType,
  MemoryInfo: { SizeInMiB: 512 },
  VCpuInfo: { DefaultVCpus: 2 },
});

describe("readInstanceTypes", () => {
  it("asks a hundred at a time by a filter, over pages; half a GiB is half a GiB", async () => {
    const fake = ec2(({ Filters, NextToken }) => {
      const [first, ...rest] = Filters[0]!.Values;
      return NextToken === undefined
        ? { InstanceTypes: [described(first!)], NextToken: "more" }
        : { InstanceTypes: rest.map(described) };
    });
    const types = Array.from({ length: 130 }, (_, n) => `t${n}.nano`);
    const readings = await readInstanceTypes(fake.client, types);
    expect(fake.asked).toHaveLength(4);
    expect(fake.asked[0]!.input).toMatchObject({ IncludeUnsupportedInRegion: true, MaxResults: 100 });
    expect([...readings.keys()]).toEqual(types);
    for (const reading of readings.values())
      expect(reading).toEqual({ kind: "known", value: { memoryGib: 0.5, vcpu: 2 } });
  });

  it.each([
    { when: "a type that is not listed", answer: {}, because: "not-found" },
    {
      when: "one without its memory",
      answer: { InstanceTypes: [{ InstanceType: "r6g.large" }] },
      because: "not-found",
    },
  ])("$when is unknown", async ({ answer, because }) => {
    const readings = await readInstanceTypes(ec2(() => answer).client, ["r6g.large"]);
    expect(readings.get("r6g.large")).toMatchObject({ because });
  });

  it("a refusal names the action", async () => {
    const fake = ec2(() => {
      throw awsError("UnauthorizedOperation");
    });
    expect((await readInstanceTypes(fake.client, ["r6g.large"])).get("r6g.large")).toMatchObject({
      because: "access-denied",
      detail: expect.stringMatching(/^ec2:DescribeInstanceTypes r6g\.large: /),
    });
  });
});

describe("readFargateQuota", () => {
  const quota = (answer: () => unknown) => answering<ServiceQuotas>(answer).client;

  it("reads whole vCPU, rounded down", async () => {
    const fake = answering<ServiceQuotas>(() => ({ Quota: { Value: 140.9 } }));
    expect(await readFargateQuota(fake.client)).toEqual({ kind: "known", value: 140 });
    expect(fake.asked[0]!.input).toEqual({ ServiceCode: "fargate", QuotaCode: "L-3032A538" });
  });

  it.each([
    { when: "without a value", answer: () => ({ Quota: {} }), because: "no-data" },
    {
      when: "that Service Quotas doesn't have",
      answer: () => {
        throw awsError("NoSuchResourceException");
      },
      because: "not-found",
    },
    {
      when: "that may not be read",
      answer: () => {
        throw awsError("AccessDeniedException");
      },
      because: "access-denied",
    },
  ])("one $when is unknown", async ({ answer, because }) => {
    expect(await readFargateQuota(quota(answer))).toMatchObject({
      because,
      detail: expect.stringContaining("servicequotas:GetServiceQuota fargate/L-3032A538"),
    });
  });
});
