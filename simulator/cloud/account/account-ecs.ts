import type {
  DescribeServicesRequest,
  DescribeTaskDefinitionRequest,
  ListClustersRequest,
  ListServicesRequest,
} from "@aws-sdk/client-ecs";
import { AwsError } from "../aws-error.ts";
import type { AccountSpec } from "./account-spec.ts";
import { tokenPage } from "./token-page.ts";

/** ECS's own bounds. @see Amazon ECS API reference, ListClusters, ListServices, DescribeServices */
const clustersPerPage = 100;
const servicesPerPage = 10;
const mostServicesPerPage = 100;
const mostServicesPerCall = 10;

/** What ECS lists of an account. */
export class AccountEcs {
  readonly #spec: AccountSpec;

  constructor(spec: AccountSpec) {
    this.#spec = spec;
  }

  listClusters({ nextToken, maxResults = clustersPerPage }: ListClustersRequest): object {
    checkSize(maxResults, clustersPerPage);
    const { page, next } = tokenPage(this.#spec.clusters, nextToken, maxResults, invalidToken);
    return { clusterArns: page.map(({ name }) => this.#arn(`cluster/${name}`)), nextToken: next };
  }

  listServices({ cluster, nextToken, maxResults = servicesPerPage }: ListServicesRequest): object {
    checkSize(maxResults, mostServicesPerPage);
    const { page, next } = tokenPage(this.#cluster(cluster).services, nextToken, maxResults, invalidToken);
    return {
      serviceArns: page.map(({ serviceName }) => this.#arn(`service/${this.#cluster(cluster).name}/${serviceName}`)),
      nextToken: next,
    };
  }

  describeServices({ cluster, services: wanted = [] }: DescribeServicesRequest): object {
    if (wanted.length === 0 || wanted.length > mostServicesPerCall)
      throw new AwsError("InvalidParameterException", "services must have 1 to 10 members");
    const { services } = this.#cluster(cluster);
    const find = (named: string) => services.find(({ serviceName }) => serviceName === named.split("/").at(-1));
    return {
      services: wanted.flatMap((named) => find(named) ?? []),
      failures: wanted.filter((named) => find(named) === undefined).map((arn) => ({ arn, reason: "MISSING" })),
    };
  }

  describeTaskDefinition({ taskDefinition }: DescribeTaskDefinitionRequest): object {
    const found = this.#spec.definitions.find(({ taskDefinitionArn }) => taskDefinitionArn === taskDefinition);
    if (found === undefined) throw new AwsError("ClientException", "Unable to describe task definition.");
    return { taskDefinition: found, tags: [] };
  }

  #cluster(named = "default") {
    const found = this.#spec.clusters.find(({ name }) => name === named.split("/").at(-1));
    if (found === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return found;
  }

  #arn(resource: string): string {
    return `arn:aws:ecs:${this.#spec.region}:${this.#spec.accountId}:${resource}`;
  }
}

const checkSize = (size: number, most: number): void => {
  if (size < 1 || size > most)
    throw new AwsError("InvalidParameterException", `maxResults must be between 1 and ${most}`);
};

const invalidToken = (): AwsError => new AwsError("InvalidParameterException", "Invalid token");
