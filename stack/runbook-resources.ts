import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import type { GrantedResource } from "../shared/runbooks/grant.ts";
import { arn, globalArn, type Intrinsic, serviceArn } from "./intrinsics.ts";
import { arnOf, clustersOf, type Statement } from "./permissions.ts";

type Granted = Pick<Statement, "Resource" | "Condition">;

/**
 * The resources of a kind, as narrow as headgate.yml and IAM allow.
 *
 * @param prefix of the stack, with which its own alarms begin
 * @returns an empty list: headgate.yml has nothing of the kind
 */
export const grantedResources = (on: Exclude<GrantedResource, "domain">, config: Config, prefix: string): Granted => {
  if (on === "task-lists") {
    const clusters = clustersOf(config).map((cluster) => arn("ecs", `cluster/${cluster}`));
    return clusters.length === 0
      ? { Resource: [] }
      : { Resource: "*", Condition: { ArnEquals: { "ecs:cluster": clusters } } };
  }
  return { Resource: on === "none" || on === "account" ? "*" : arnsOf(on, config, prefix) };
};

const arnsOf = (
  on: Exclude<GrantedResource, "account" | "domain" | "none" | "task-lists">,
  config: Config,
  prefix: string,
): readonly Intrinsic[] => {
  const clusters = clustersOf(config);
  const ofServices = (kind: string): readonly Intrinsic[] => [
    ...config.services.map(serviceArn),
    ...clusters.map((cluster) => arn("ecs", `${kind}/${cluster}/*`)),
  ];
  switch (on) {
    case "alarms":
      return [arn("cloudwatch", "alarm:*")];
    case "own-alarms":
      return [arn("cloudwatch", `alarm:${prefix}-svc-*`)];
    case "clusters":
      return clusters.map((cluster) => arn("ecs", `cluster/${cluster}`));
    case "container-instances":
      return clusters.map((cluster) => arn("ecs", `container-instance/${cluster}/*`));
    case "databases":
      return databaseArns(config);
    case "new-databases":
      return [
        ...databaseArns(config),
        ...config.databases.flatMap(({ at }) => (at.kind === "instance" ? [arn("rds", `db:${at.instance}*`)] : [])),
        ...["og:*", "pg:*", "subgrp:*"].map((resource) => arn("rds", resource)),
      ];
    case "parameter-groups":
      return ["cluster-pg:*", "pg:*"].map((resource) => arn("rds", resource));
    case "dead-letter-queues":
      return ["EventsDeadLetterQueue", "RecordsDeadLetterQueue", "RunsDeadLetterQueue", "ScalingDeadLetterQueue"].map(
        arnOf,
      );
    case "event-queues":
      return ["EventsQueue", "RecordsQueue", "RunsQueue", "ScalingQueue"].map(arnOf);
    case "listeners":
      return ["listener/app/*", "listener-rule/app/*"].map((resource) => arn("elasticloadbalancing", resource));
    case "renders":
      return installsNginx(config) ? [{ "Fn::Sub": `\${RendersBucket.Arn}/nginx/*` }] : [];
    case "service-deployments":
      return ofServices("service-deployment");
    case "service-revisions":
      return ofServices("service-revision");
    case "services":
      return config.services.map(serviceArn);
    case "table":
      return [arnOf("Table")];
    case "tasks":
      return clusters.map((cluster) => arn("ecs", `task/${cluster}/*`));
    case "zones":
      return config.zones.map(({ hostedZoneId }) => globalArn("route53", `hostedzone/${hostedZoneId}`));
  }
};

const databaseArns = ({ databases }: Config): readonly Intrinsic[] => [
  ...new Map(
    databases
      .flatMap(({ at }) =>
        at.kind === "instance"
          ? [`db:${at.instance}`]
          : // A cluster's members have names of their own, which only AWS knows; most begin with the cluster's.
            [`cluster:${at.cluster}`, `db:${at.cluster}*`],
      )
      .map((resource) => [resource, arn("rds", resource)] as const),
  ).values(),
];
