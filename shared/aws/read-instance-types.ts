import { DescribeInstanceTypesCommand } from "@aws-sdk/client-ec2";
import type { Reading } from "../reading.ts";
import type { Ec2 } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

export type InstanceType = { readonly memoryGib: number; readonly vcpu: number };

/** DescribeInstanceTypes answers 100 types in a page. */
const typesPerCall = 100;
const mebibytesPerGib = 1024;

/**
 * Reads memory and vCPU of EC2 instance types.
 *
 * By a filter and not by name: one name that EC2 doesn't know would have the whole call refused. Types that the region
 * no longer offers are asked for too, as databases run on in them.
 *
 * @param types unique
 * @returns by type, every type answered; "not-found" for one that EC2 doesn't list
 * @throws never
 */
export const readInstanceTypes = async (
  ec2: Ec2,
  types: readonly string[],
): Promise<ReadonlyMap<string, Reading<InstanceType>>> => {
  const answers = await inParallel(chunksOf(types, typesPerCall), async (chunk) => {
    try {
      const found = await describe(ec2, chunk);
      return chunk.map((type): [string, Reading<InstanceType>] => {
        const value = found.get(type);
        return [type, value === undefined ? notListed(type) : { kind: "known", value }];
      });
    } catch (error) {
      return chunk.map((type): [string, Reading<InstanceType>] => [
        type,
        unknownBecause(`ec2:DescribeInstanceTypes ${type}`, error),
      ]);
    }
  });
  return new Map(answers.flat());
};

const describe = async (ec2: Ec2, types: readonly string[]): Promise<ReadonlyMap<string, InstanceType>> => {
  const found = new Map<string, InstanceType>();
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstanceTypesCommand({
        Filters: [{ Name: "instance-type", Values: [...types] }],
        IncludeUnsupportedInRegion: true,
        MaxResults: typesPerCall,
        NextToken,
      }),
    );
    for (const { InstanceType, MemoryInfo, VCpuInfo } of page.InstanceTypes ?? []) {
      const mebibytes = MemoryInfo?.SizeInMiB;
      const vcpu = VCpuInfo?.DefaultVCpus;
      if (InstanceType === undefined || mebibytes === undefined || vcpu === undefined) continue;
      found.set(InstanceType, { memoryGib: mebibytes / mebibytesPerGib, vcpu });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
};

const notListed = (type: string): Reading<never> => ({
  kind: "unknown",
  because: "not-found",
  detail: `EC2 lists no instance type ${type}`,
});
