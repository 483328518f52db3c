import type { DescribeInstanceTypesRequest } from "@aws-sdk/client-ec2";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";
import type { RdsEstate } from "./rds-estate.ts";

const mostResults = 100;

/** EC2's instance types, as far as an estate describes them. */
export class Ec2 {
  readonly #estate: () => RdsEstate;

  constructor(estate: () => RdsEstate) {
    this.#estate = estate;
  }

  describeInstanceTypes(input: DescribeInstanceTypesRequest): object {
    const { instanceTypes } = this.#estate();
    const names = input.InstanceTypes ?? [];
    const missing = names.filter((name) => !instanceTypes.some(({ type }) => type === name));
    if (missing.length > 0) {
      const message = `The following supplied instance types do not exist: [${missing.join(", ")}]`;
      throw new AwsError("InvalidInstanceType", message);
    }
    const [filter] = input.Filters ?? [];
    if (filter !== undefined && filter.Name !== "instance-type")
      throw new AwsError("InvalidParameterValue", `The filter '${filter.Name}' is not modelled`);
    const wanted = new Set(filter?.Values ?? names);
    const found = instanceTypes.filter(({ type }) => wanted.size === 0 || wanted.has(type as never));
    const { page, next } = pageOf(found, input.NextToken, Math.min(mostResults, input.MaxResults ?? mostResults));
    return {
      InstanceTypes: page.map(({ type, memoryMib, vcpus }) => ({
        InstanceType: type,
        MemoryInfo: { SizeInMiB: memoryMib },
        VCpuInfo: { DefaultVCpus: vcpus },
      })),
      NextToken: next,
    };
  }
}
