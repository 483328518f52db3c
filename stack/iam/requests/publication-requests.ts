import { arnAt, awsGivenId, type CommandInput, onEverything, type RequestRules, request } from "../iam-request.ts";

const zoneArn = ({ HostedZoneId }: CommandInput): string =>
  `arn:aws:route53:::hostedzone/${String(HostedZoneId).replace(/^\/hostedzone\//, "")}`;

/** @see Service Authorization Reference, Amazon Route 53 */
export const route53Requests: RequestRules = {
  ChangeResourceRecordSets: (input) => {
    const changes = input.ChangeBatch.Changes as readonly CommandInput[];
    const all = (pick: (change: CommandInput) => string): readonly string[] => [...new Set(changes.map(pick))].sort();
    return [
      request("route53:ChangeResourceRecordSets", zoneArn(input), {
        "route53:ChangeResourceRecordSetsActions": all(({ Action }) => Action),
        "route53:ChangeResourceRecordSetsRecordTypes": all(({ ResourceRecordSet }) => ResourceRecordSet.Type),
      }),
    ];
  },
  CreateHealthCheck: onEverything("route53:CreateHealthCheck"),
  DeleteHealthCheck: () => [request("route53:DeleteHealthCheck", `arn:aws:route53:::healthcheck/${awsGivenId}`)],
  ListHealthChecks: onEverything("route53:ListHealthChecks"),
  ListResourceRecordSets: (input) => [request("route53:ListResourceRecordSets", zoneArn(input))],
};

/** @see Service Authorization Reference, AWS Cloud Map */
export const cloudMapRequests: RequestRules = Object.fromEntries(
  ["DeregisterInstance", "ListInstances", "RegisterInstance"].map((operation) => [
    operation,
    ({ ServiceId }, place) => [
      request(`servicediscovery:${operation}`, arnAt(place, "servicediscovery", `service/${ServiceId}`)),
    ],
  ]),
) satisfies RequestRules;

/** A render's key ends in its own hash. */
const objectArn = ({ Bucket, Key }: CommandInput): string =>
  `arn:aws:s3:::${Bucket}/${String(Key).replace(/[0-9a-f]{64}/, awsGivenId)}`;

/** @see Service Authorization Reference, Amazon S3: the head of an object is read with the right to the object */
export const s3Requests: RequestRules = {
  GetObject: (input) => [request("s3:GetObject", objectArn(input))],
  HeadObject: (input) => [request("s3:GetObject", objectArn(input))],
  PutObject: (input) => [request("s3:PutObject", objectArn(input))],
};

/** @see Service Authorization Reference, AWS Systems Manager */
export const ssmRequests: RequestRules = {
  DescribeInstanceInformation: onEverything("ssm:DescribeInstanceInformation"),
  GetAutomationExecution: (_input, place) => [
    request("ssm:GetAutomationExecution", arnAt(place, "ssm", `automation-execution/${awsGivenId}`)),
  ],
  ListCommandInvocations: onEverything("ssm:ListCommandInvocations"),
  ListCommands: onEverything("ssm:ListCommands"),
  SendCommand: ({ DocumentName, Targets = [] }, place) => [
    request("ssm:SendCommand", arnAt(place, "ssm", `document/${DocumentName}`)),
    // Whoever bears the tag: an instance of EC2, or a machine elsewhere that Systems Manager manages.
    ...(Targets as readonly CommandInput[]).flatMap(({ Key, Values }) => {
      const tags = { [`ssm:resourceTag/${String(Key).replace(/^tag:/, "")}`]: Values };
      return [
        request("ssm:SendCommand", arnAt(place, "ec2", `instance/i-${awsGivenId}`), tags),
        request("ssm:SendCommand", arnAt(place, "ssm", `managed-instance/mi-${awsGivenId}`), tags),
      ];
    }),
  ],
};
