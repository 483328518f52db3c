import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { STSClient } from "@aws-sdk/client-sts";

export type InitClients = {
  readonly ecs: ECSClient;
  readonly autoScaling: ApplicationAutoScalingClient;
  readonly rds: RDSClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
};

/** Describe calls share small request buckets with everything else in the account. */
const attempts = 6;

/** The developer's own credentials and endpoint, as every AWS tool finds them. */
export const initClients = ({
  region,
  profile,
}: {
  readonly region?: string;
  readonly profile?: string;
}): InitClients => {
  const settings = {
    maxAttempts: attempts,
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
  };
  return {
    ecs: new ECSClient(settings),
    autoScaling: new ApplicationAutoScalingClient(settings),
    rds: new RDSClient(settings),
    loadBalancing: new ElasticLoadBalancingV2Client(settings),
    cloudWatch: new CloudWatchClient(settings),
    sts: new STSClient(settings),
  };
};
