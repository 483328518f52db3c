import { describe, expect, it } from "@jest/globals";
import { makeApplyRecordsAction } from "../../shared/aws/apply-records-action.ts";
import { retrySoon } from "../../shared/aws/records-failure.ts";
import type { RecordSet } from "../../shared/records/dns/record-set.ts";
import type { RecordsAction } from "../../shared/records/records-action.ts";
import { answering, awsError } from "./answering.ts";

const set = (changes: Partial<RecordSet>): RecordSet => ({
  name: "*.shop.example",
  type: "A",
  setIdentifier: "t1",
  ttlSeconds: 60,
  values: ["10.0.0.1"],
  alias: null,
  routing: { kind: "multivalue" },
  healthCheckId: "hc-1",
  ...changes,
});

const apply = async (action: RecordsAction, answer: () => unknown = () => ({})) => {
  const { client, asked } = answering<never>(answer);
  const clients = { route53: client, serviceDiscovery: client, s3: client, ssm: client };
  await makeApplyRecordsAction(clients, { bucketName: "renders", documentName: "shop-install" })(action);
  return asked.map(({ operation, input }) => [operation, input]);
};

const register: RecordsAction = {
  kind: "register-instance",
  serviceId: "srv-1",
  instanceId: "t1",
  attributes: { AWS_INSTANCE_IPV4: "10.0.0.1" },
};
const deregister: RecordsAction = { kind: "deregister-instance", serviceId: "srv-1", instanceId: "t1" };
const store: RecordsAction = { kind: "store-render", key: "nginx/edge/abc.conf", content: "# ü\n" };
const install: RecordsAction = {
  kind: "install-render",
  fleet: "edge",
  tag: { key: "role", value: "edge" },
  file: "/etc/nginx/conf.d/headgate.conf",
  generation: 7,
  hash: "abc",
  key: "nginx/edge/abc.conf",
};
const createCheck: RecordsAction = {
  kind: "create-health-check",
  callerReference: "headgate/1/2/3",
  ipAddress: "203.0.113.1",
  settings: { type: "HTTP", path: "/health", port: 80, intervalSeconds: 30, failureThreshold: 3 },
};
const deleteCheck: RecordsAction = { kind: "delete-health-check", healthCheckId: "hc-1" };
const changes: RecordsAction = {
  kind: "change-record-sets",
  hostedZoneId: "Z1",
  changes: [
    { action: "CREATE", recordSet: set({}) },
    {
      action: "DELETE",
      recordSet: set({ name: "a.shop.example", setIdentifier: null, routing: { kind: "simple" }, healthCheckId: null }),
    },
  ],
};

describe("an action", () => {
  it.each<{ when: string; action: RecordsAction; gives: [string, object] }>([
    {
      when: "a change batch, all of it in one call",
      action: changes,
      gives: [
        "ChangeResourceRecordSets",
        {
          HostedZoneId: "Z1",
          ChangeBatch: {
            Comment: "Headgate",
            Changes: [
              {
                Action: "CREATE",
                ResourceRecordSet: {
                  Name: "*.shop.example",
                  Type: "A",
                  SetIdentifier: "t1",
                  MultiValueAnswer: true,
                  TTL: 60,
                  ResourceRecords: [{ Value: "10.0.0.1" }],
                  HealthCheckId: "hc-1",
                },
              },
              {
                Action: "DELETE",
                ResourceRecordSet: {
                  Name: "a.shop.example",
                  Type: "A",
                  TTL: 60,
                  ResourceRecords: [{ Value: "10.0.0.1" }],
                },
              },
            ],
          },
        },
      ],
    },
    {
      when: "a health check over HTTP",
      action: createCheck,
      gives: [
        "CreateHealthCheck",
        {
          CallerReference: "headgate/1/2/3",
          HealthCheckConfig: {
            IPAddress: "203.0.113.1",
            Port: 80,
            Type: "HTTP",
            ResourcePath: "/health",
            RequestInterval: 30,
            FailureThreshold: 3,
          },
        },
      ],
    },
    {
      when: "a health check over TCP has no path",
      action: { ...createCheck, settings: { ...createCheck.settings, type: "TCP", path: null } },
      gives: [
        "CreateHealthCheck",
        {
          CallerReference: "headgate/1/2/3",
          HealthCheckConfig: {
            IPAddress: "203.0.113.1",
            Port: 80,
            Type: "TCP",
            RequestInterval: 30,
            FailureThreshold: 3,
          },
        },
      ],
    },
    { when: "a health check that goes", action: deleteCheck, gives: ["DeleteHealthCheck", { HealthCheckId: "hc-1" }] },
    {
      when: "an instance",
      action: register,
      gives: [
        "RegisterInstance",
        { ServiceId: "srv-1", InstanceId: "t1", Attributes: { AWS_INSTANCE_IPV4: "10.0.0.1" } },
      ],
    },
    {
      when: "an instance that goes",
      action: deregister,
      gives: ["DeregisterInstance", { ServiceId: "srv-1", InstanceId: "t1" }],
    },
    {
      when: "a render, never over another",
      action: store,
      gives: [
        "PutObject",
        {
          Bucket: "renders",
          Key: "nginx/edge/abc.conf",
          Body: "# ü\n",
          ContentType: "text/plain; charset=utf-8",
          ChecksumAlgorithm: "SHA256",
          IfNoneMatch: "*",
        },
      ],
    },
    {
      when: "an install on whatever carries the tag",
      action: install,
      gives: [
        "SendCommand",
        {
          DocumentName: "shop-install",
          Targets: [{ Key: "tag:role", Values: ["edge"] }],
          Parameters: {
            Fleet: ["edge"],
            Generation: ["7"],
            Hash: ["abc"],
            Key: ["nginx/edge/abc.conf"],
            File: ["/etc/nginx/conf.d/headgate.conf"],
          },
          Comment: "Headgate: edge, generation 7",
          TimeoutSeconds: 60,
          MaxConcurrency: "50%",
          MaxErrors: "100%",
        },
      ],
    },
  ])("$when", async ({ action, gives }) => expect(await apply(action)).toEqual([gives]));

  it.each([
    { error: "NoSuchHealthCheck", action: deleteCheck, isFine: true },
    { error: "HealthCheckInUse", action: deleteCheck, isFine: false },
    { error: "HealthCheckAlreadyExists", action: createCheck, isFine: false },
    { error: "InstanceNotFound", action: deregister, isFine: true },
    { error: "DuplicateRequest", action: deregister, isFine: true },
    { error: "ServiceNotFound", action: deregister, isFine: false },
    { error: "DuplicateRequest", action: register, isFine: true },
    { error: "InstanceNotFound", action: register, isFine: false },
    { error: "PreconditionFailed", action: store, isFine: true },
    { error: "AccessDenied", action: store, isFine: false },
    { error: "InvalidChangeBatch", action: changes, isFine: false },
    { error: "InvalidDocument", action: install, isFine: false },
  ])("$action.kind answered $error: done already is $isFine", async ({ error, action, isFine }) => {
    const outcome = apply(action, () => {
      throw awsError(error);
    });
    if (isFine) await expect(outcome).resolves.toHaveLength(1);
    else await expect(outcome).rejects.toMatchObject({ name: error });
  });

  it("of nginx is refused in a stack that has no bucket and no document", async () => {
    const { client, asked } = answering<never>(() => ({}));
    const clients = { route53: client, serviceDiscovery: client, s3: client, ssm: client };
    for (const action of [store, install]) {
      await expect(makeApplyRecordsAction(clients, null)(action)).rejects.toThrow("without a bucket");
    }
    expect(asked).toEqual([]);
  });
});

describe("an early retry", () => {
  it.each([
    { error: awsError("PriorRequestNotComplete"), isSoon: true },
    { error: awsError("Throttling"), isSoon: true },
    { error: awsError("ThrottlingException"), isSoon: true },
    { error: awsError("ThrottledException"), isSoon: true },
    { error: awsError("TooManyRequestsException"), isSoon: true },
    { error: awsError("RequestLimitExceeded"), isSoon: true },
    { error: awsError("SlowDown"), isSoon: true },
    { error: awsError("ServiceUnavailable"), isSoon: true },
    { error: awsError("ServiceUnavailableException"), isSoon: true },
    { error: awsError("TimeoutError"), isSoon: true },
    { error: awsError("RequestTimeout"), isSoon: true },
    { error: awsError("ResourceInUse"), isSoon: true },
    { error: awsError("ConditionalRequestConflict"), isSoon: true },
    { error: Object.assign(new Error("connect"), { code: "ECONNRESET" }), isSoon: true },
    { error: Object.assign(awsError("Whatever"), { $metadata: { httpStatusCode: 503 } }), isSoon: true },
    { error: Object.assign(awsError("Whatever"), { $metadata: { httpStatusCode: 400 } }), isSoon: false },
    { error: awsError("InvalidChangeBatch"), isSoon: false },
    { error: awsError("AccessDeniedException"), isSoon: false },
    { error: awsError("NoSuchHostedZone"), isSoon: false },
    { error: awsError("NotThrottled"), isSoon: false },
    { error: "words", isSoon: false },
    { error: null, isSoon: false },
  ])("for $error is $isSoon", ({ error, isSoon }) => expect(retrySoon(error)).toBe(isSoon));
});
