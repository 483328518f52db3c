import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import type { GrantedResource } from "../shared/runbooks/grant.ts";
import { arn, arnOf, globalArn, type Intrinsic, serviceArn } from "./intrinsics.ts";
import { clustersOf } from "./services-in.ts";
import type { Statement } from "./statement.ts";

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
    case "database-clusters":
      return databases(config, "cluster").flatMap((name) => [arn("rds", `cluster:${name}`), arn("rds", `db:${name}*`)]);
    case "database-instances":
      return [
        ...databases(config, "instance").map((name) => arn("rds", `db:${name}`)),
        // A cluster's members have names of their own, which only AWS knows; most begin with the cluster's.
        ...databases(config, "cluster").map((name) => arn("rds", `db:${name}*`)),
      ];
    case "every-database":
      return ["cluster:*", "db:*"].map((resource) => arn("rds", resource));
    case "new-instances":
      return [...databases(config, "instance"), ...databases(config, "cluster")].map((name) =>
        arn("rds", `db:${name}*`),
      );
    case "new-members":
      return withGroups(
        databases(config, "cluster").flatMap((name) => [arn("rds", `cluster:${name}`), arn("rds", `db:${name}*`)]),
      );
    case "new-replicas":
      return withGroups(databases(config, "instance").map((name) => arn("rds", `db:${name}*`)));
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

/** Names in RDS, sorted and once each. */
const databases = ({ databases: all }: Config, kind: "cluster" | "instance"): readonly string[] =>
  [
    ...new Set(all.flatMap(({ at }) => (at.kind !== kind ? [] : [at.kind === "cluster" ? at.cluster : at.instance]))),
  ].sort();

/** Option, parameter and subnet groups, whose names are RDS's or the user's; none where there is nothing to make. */
const withGroups = (resources: readonly Intrinsic[]): readonly Intrinsic[] =>
  resources.length === 0 ? [] : [...resources, ...["og:*", "pg:*", "subgrp:*"].map((group) => arn("rds", group))];
