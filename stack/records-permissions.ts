import type { Config } from "../shared/config/config.ts";
import { type Destination, destinationsOf, isWritten } from "../shared/records/destination.ts";
import { arn, arnOf, globalArn, type Intrinsic } from "./intrinsics.ts";
import { refuseOverlong } from "./refuse-overlong.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import { clustersOf } from "./services-in.ts";
import type { Statement } from "./statement.ts";

/**
 * What the role of `records` may do, by the destinations that headgate.yml names and their policies.
 *
 * A destination in the policy `observe` brings no action that changes anything, so "it only tells" holds by IAM and not
 * by our code.
 *
 * @throws when the policy would pass IAM's limit for a role's inline policies
 */
export const recordsStatements = (config: Config, logGroup: string): readonly Statement[] => {
  const destinations = destinationsOf(config);
  const statements: readonly Statement[] = [
    ...runtimeStatements(logGroup),
    {
      Sid: "TakeWakeUps",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: [arnOf("RecordsQueue")],
    },
    { Sid: "WakeLater", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [arnOf("EventsQueue")] },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: [arnOf("Table")],
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["CONTROL", "PUBLICATION#*", "RECORDS#*"] },
      },
    },
    { Sid: "Notify", Effect: "Allow", Action: ["sns:Publish"], Resource: [{ Ref: "Topic" }] },
    ...readTasks(destinations),
    ...zoneStatements(destinations),
    ...cloudMapStatements(destinations),
    ...nginxStatements(destinations),
  ];
  refuseOverlong("records", statements);
  return statements;
};

type Of<Kind extends Destination["kind"]> = Extract<Destination, { kind: Kind }>;

const ofKind = <Kind extends Destination["kind"]>(
  destinations: readonly Destination[],
  kind: Kind,
): readonly Of<Kind>[] => destinations.filter((destination): destination is Of<Kind> => destination.kind === kind);

const readTasks = (destinations: readonly Destination[]): readonly Statement[] => {
  const services = destinations.flatMap((destination) => destination.services.map(({ service }) => service));
  const clusters = clustersOf({ services });
  if (clusters.length === 0) return [];
  return [
    {
      Sid: "ListTasks",
      Effect: "Allow",
      Action: ["ecs:ListTasks"],
      Resource: "*",
      Condition: { ArnEquals: { "ecs:cluster": clusters.map((cluster) => arn("ecs", `cluster/${cluster}`)) } },
    },
    {
      Sid: "ReadTasks",
      Effect: "Allow",
      Action: ["ecs:DescribeContainerInstances", "ecs:DescribeTasks"],
      Resource: clusters.flatMap((cluster) => [
        arn("ecs", `container-instance/${cluster}/*`),
        arn("ecs", `task/${cluster}/*`),
      ]),
    },
    {
      Sid: "ReadWithoutResource",
      Effect: "Allow",
      Action: ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ecs:DescribeTaskDefinition"],
      Resource: "*",
    },
  ];
};

const zoneStatements = (destinations: readonly Destination[]): readonly Statement[] => {
  const zones = ofKind(destinations, "zone");
  if (zones.length === 0) return [];
  const written = zones.filter(isWritten);
  const checked = zones.filter(({ services }) =>
    services.some(({ entries }) => entries.some(({ healthCheck }) => healthCheck !== null)),
  );
  return [
    { Sid: "ReadZones", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: zones.map(zoneArn) },
    ...changeRecords(
      "SyncRecords",
      written.filter(({ zone }) => zone.policy === "sync"),
      deleting,
    ),
    ...changeRecords(
      "UpsertRecords",
      written.filter(({ zone }) => zone.policy === "upsert-only"),
      keeping,
    ),
    // Those of a record that is not checked any longer are swept as well.
    ...(checked.length + written.length === 0 ? [] : [readHealthChecks]),
    ...(checked.some(isWritten) ? [createHealthChecks] : []),
    ...(written.length === 0 ? [] : [sweepHealthChecks]),
  ];
};

const keeping = ["CREATE", "UPSERT"] as const;
const deleting = [...keeping, "DELETE"] as const;

/** Never a CNAME, an NS or an MX: what Headgate can't own it can't touch either. */
const changeRecords = (sid: string, zones: readonly Of<"zone">[], actions: readonly string[]): readonly Statement[] =>
  zones.length === 0
    ? []
    : [
        {
          Sid: sid,
          Effect: "Allow",
          Action: ["route53:ChangeResourceRecordSets"],
          Resource: zones.map(zoneArn),
          Condition: {
            "ForAllValues:StringEquals": {
              "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "SRV", "TXT"],
              "route53:ChangeResourceRecordSetsActions": [...actions],
            },
          },
        },
      ];

const zoneArn = ({ zone }: Of<"zone">): Intrinsic => globalArn("route53", `hostedzone/${zone.hostedZoneId}`);

const readHealthChecks: Statement = {
  Sid: "ReadHealthChecks",
  Effect: "Allow",
  Action: ["route53:ListHealthChecks"],
  Resource: "*",
};

const createHealthChecks: Statement = {
  Sid: "CreateHealthChecks",
  Effect: "Allow",
  Action: ["route53:CreateHealthCheck"],
  Resource: "*",
};

const sweepHealthChecks: Statement = {
  Sid: "SweepHealthChecks",
  Effect: "Allow",
  Action: ["route53:DeleteHealthCheck"],
  // A health check's id is Route 53's own and unknown before it is created.
  Resource: [globalArn("route53", "healthcheck/*")],
};

const cloudMapStatements = (destinations: readonly Destination[]): readonly Statement[] => {
  const services = ofKind(destinations, "cloud-map");
  if (services.length === 0) return [];
  const serviceArnOf = ({ serviceId }: Of<"cloud-map">): Intrinsic => arn("servicediscovery", `service/${serviceId}`);
  const written = services.filter(isWritten);
  return [
    {
      Sid: "ReadCloudMap",
      Effect: "Allow",
      Action: ["servicediscovery:ListInstances"],
      Resource: services.map(serviceArnOf),
    },
    ...(written.length === 0
      ? []
      : [
          {
            Sid: "WriteCloudMap",
            Effect: "Allow" as const,
            Action: ["servicediscovery:DeregisterInstance", "servicediscovery:RegisterInstance"],
            Resource: written.map(serviceArnOf),
          },
          ...letCloudMapKeepItsRecords,
        ]),
  ];
};

/**
 * Cloud Map changes its zones and health checks with its caller's rights; the condition lets them serve for that and
 * nothing else.
 *
 * @see AWS managed policy reference, AWSCloudMapRegisterInstanceAccess
 */
const letCloudMapKeepItsRecords: readonly Statement[] = [
  {
    Sid: "LetCloudMapKeepItsRecords",
    Effect: "Allow",
    Action: ["route53:ChangeResourceRecordSets", "route53:GetHostedZone"],
    // Its zones are its own, and unknown here.
    Resource: [globalArn("route53", "hostedzone/*")],
    Condition: { Bool: { "aws:ViaAWSService": "true" } },
  },
  {
    Sid: "LetCloudMapKeepItsChecks",
    Effect: "Allow",
    Action: ["route53:DeleteHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"],
    Resource: [globalArn("route53", "healthcheck/*")],
    Condition: { Bool: { "aws:ViaAWSService": "true" } },
  },
  {
    Sid: "LetCloudMapFindItsZones",
    Effect: "Allow",
    Action: ["ec2:DescribeInstances", "route53:CreateHealthCheck", "route53:ListHostedZonesByName"],
    Resource: "*",
    Condition: { Bool: { "aws:ViaAWSService": "true" } },
  },
];

const nginxStatements = (destinations: readonly Destination[]): readonly Statement[] => {
  const fleets = ofKind(destinations, "nginx").filter(isWritten);
  if (fleets.length === 0) return [];
  return [
    {
      Sid: "ReadInstalls",
      Effect: "Allow",
      Action: ["ssm:ListCommandInvocations", "ssm:ListCommands"],
      Resource: "*",
    },
    {
      Sid: "StoreRenders",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: [{ "Fn::Sub": `\${RendersBucket.Arn}/nginx/*` }],
    },
    {
      Sid: "UseOurDocument",
      Effect: "Allow",
      Action: ["ssm:SendCommand"],
      Resource: [arn("ssm", `document/\${InstallDocument}`)],
    },
    ...fleets.map(({ fleet }, index) => ({
      Sid: `InstallOnFleet${index + 1}`,
      Effect: "Allow" as const,
      Action: ["ssm:SendCommand"],
      Resource: [arn("ec2", "instance/*"), arn("ssm", "managed-instance/*")],
      Condition: { StringEquals: { [`ssm:resourceTag/${fleet.tag.key}`]: fleet.tag.value } },
    })),
  ];
};
