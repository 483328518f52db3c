import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import type { GrantedResource } from "../shared/runbooks/grant.ts";
import { arn, type Intrinsic, serviceArn } from "./intrinsics.ts";
import { arnOf, clustersOf } from "./permissions.ts";

/** The resources of a kind, as narrow as headgate.yml and IAM allow. `"*"`: IAM knows no resource for the actions. */
export const grantedArns = (on: GrantedResource, config: Config): "*" | readonly Intrinsic[] => {
  const clusters = clustersOf(config);
  switch (on) {
    case "none":
      return "*";
    case "alarms":
      return [arn("cloudwatch", "alarm:*")];
    case "clusters":
      return clusters.map((cluster) => arn("ecs", `cluster/${cluster}`));
    case "databases":
      return databaseArns(config);
    case "dead-letter-queues":
      return ["EventsDeadLetterQueue", "ScalingDeadLetterQueue", "RecordsDeadLetterQueue", "RunsDeadLetterQueue"].map(
        arnOf,
      );
    case "event-queues":
      return ["EventsQueue", "ScalingQueue", "RecordsQueue", "RunsQueue"].map(arnOf);
    case "load-balancers":
      return [
        arn("elasticloadbalancing", "listener/app/*"),
        arn("elasticloadbalancing", "listener-rule/app/*"),
        arn("elasticloadbalancing", "targetgroup/*"),
      ];
    case "renders":
      return installsNginx(config) ? [{ "Fn::Sub": `\${RendersBucket.Arn}/*` }] : [];
    case "services":
      return config.services.map(serviceArn);
    case "table":
      return [arnOf("Table")];
    case "task-definitions":
      return [arn("ecs", "task-definition/*:*")];
    case "tasks":
      return clusters.map((cluster) => arn("ecs", `task/${cluster}/*`));
    case "domain":
      return [];
  }
};

const databaseArns = ({ databases }: Config): readonly Intrinsic[] =>
  databases.flatMap(({ at }) =>
    at.kind === "instance"
      ? [arn("rds", `db:${at.instance}`)]
      : // A cluster's members have names of their own, which only AWS knows.
        [arn("rds", `cluster:${at.cluster}`), arn("rds", `db:${at.cluster}*`)],
  );
