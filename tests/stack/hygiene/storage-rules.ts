import { each, type HygieneRule, idOf, ofType } from "./hygiene-rule.ts";

/** Resource, its kind of policy, and the property that says whose policy it is. */
const guarded = [
  { type: "AWS::SQS::Queue", policy: "AWS::SQS::QueuePolicy", of: "Queues" },
  { type: "AWS::SNS::Topic", policy: "AWS::SNS::TopicPolicy", of: "Topics" },
  { type: "AWS::S3::Bucket", policy: "AWS::S3::BucketPolicy", of: "Bucket" },
] as const;

type Statement = {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Condition?: { readonly Bool?: Readonly<Record<string, unknown>> };
};

const deniesPlainHttp = ({ Effect, Principal, Condition }: Statement): boolean =>
  Effect === "Deny" && Principal === "*" && String(Condition?.Bool?.["aws:SecureTransport"]) === "false";

export const storageRules: readonly HygieneRule[] = [
  {
    rule: "what can be reached over HTTP is closed to it without TLS",
    breaches: (template) =>
      guarded.flatMap(({ type, policy, of }) =>
        ofType(template, type).flatMap(([id]) =>
          ofType(template, policy).some(
            ([, properties]) =>
              [properties[of]].flat().some((one) => idOf(one) === id) &&
              (properties.PolicyDocument.Statement as readonly Statement[]).some(deniesPlainHttp),
          )
            ? []
            : [`${id}: no policy denies plain HTTP`],
        ),
      ),
  },
  {
    rule: "the table is encrypted with a key, and can be restored to any second",
    breaches: each("AWS::DynamoDB::Table", ({ SSESpecification, PointInTimeRecoverySpecification }) => {
      if (SSESpecification?.SSEEnabled !== true) return "not encrypted with a key of KMS";
      return PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true ? null : "no point-in-time recovery";
    }),
  },
  {
    rule: "a bucket is encrypted, and closed to the public in all four ways",
    breaches: each("AWS::S3::Bucket", ({ BucketEncryption, PublicAccessBlockConfiguration: block = {} }) => {
      if (!(BucketEncryption?.ServerSideEncryptionConfiguration?.length > 0)) return "not encrypted";
      const ways = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
      const open = ways.filter((way) => block[way] !== true);
      return open.length === 0 ? null : open.join(", ");
    }),
  },
];
