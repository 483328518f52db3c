import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";

export type NginxResources = Readonly<Record<string, NginxResource>>;

type NginxResource = {
  readonly Type: "AWS::S3::Bucket" | "AWS::S3::BucketPolicy" | "AWS::SSM::Document";
  readonly DeletionPolicy?: "Retain";
  readonly UpdateReplacePolicy?: "Retain";
  readonly Properties: Readonly<Record<string, unknown>>;
};

/**
 * The bucket that renders are stored in, and the command document that installs one on an instance.
 *
 * @param resourcePrefix begins the document's name; the bucket's is CloudFormation's own, as such names are global
 * @returns none where headgate.yml has no fleet that is written
 */
export const nginxResources = (config: Config, resourcePrefix: string): NginxResources =>
  installsNginx(config)
    ? {
        RendersBucket: rendersBucket,
        RendersBucketPolicy: rendersBucketPolicy,
        InstallDocument: installDocument(resourcePrefix),
      }
    : {};

const rendersBucket: NginxResource = {
  Type: "AWS::S3::Bucket",
  // CloudFormation can delete no bucket with objects in it. What stays behind empties itself within 30 days.
  DeletionPolicy: "Retain",
  UpdateReplacePolicy: "Retain",
  Properties: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    // Without versions: a render is stored under its own hash and never changes. One that is in use may expire as well,
    // because every sending, each 15 minutes at the latest, stores it again where it is missing.
    LifecycleConfiguration: { Rules: [{ Id: "forget-old-renders", Status: "Enabled", ExpirationInDays: 30 }] },
  },
};

const rendersBucketPolicy: NginxResource = {
  Type: "AWS::S3::BucketPolicy",
  Properties: {
    Bucket: { Ref: "RendersBucket" },
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [{ "Fn::GetAtt": ["RendersBucket", "Arn"] }, { "Fn::Sub": `\${RendersBucket.Arn}/*` }],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  },
};

/** Command parameters reach the shell as text, so that these patterns are what keeps them text. */
export const installParameters = {
  Fleet: { allowedPattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$", description: "Name of the fleet in headgate.yml" },
  Generation: { allowedPattern: "^[0-9]{1,15}$", description: "Grows with every render" },
  Hash: { allowedPattern: "^[0-9a-f]{64}$", description: "SHA-256 of the render" },
  Key: {
    allowedPattern: "^nginx/[A-Za-z0-9][A-Za-z0-9_-]{0,127}/[0-9a-f]{64}[.]conf$",
    description: "Where the render is in the bucket",
  },
  File: { allowedPattern: "^/[A-Za-z0-9._/-]{1,254}$", description: "Where nginx includes it" },
} as const;

const installDocument = (resourcePrefix: string): NginxResource => ({
  Type: "AWS::SSM::Document",
  Properties: {
    Name: `${resourcePrefix}-nginx-install`,
    DocumentType: "Command",
    DocumentFormat: "JSON",
    TargetType: "/AWS::EC2::Instance",
    // A changed script becomes the document's new default version; Replace would delete the document first.
    UpdateMethod: "NewVersion",
    Content: {
      schemaVersion: "2.2",
      description: "Headgate: tests a rendered nginx file, puts it in its place and reloads nginx",
      parameters: Object.fromEntries(
        Object.entries(installParameters).map(([name, parameter]) => [name, { type: "String", ...parameter }]),
      ),
      mainSteps: [
        {
          name: "download",
          action: "aws:downloadContent",
          precondition: onLinux,
          inputs: {
            sourceType: "S3",
            // A JSON text: the agent takes no object here.
            sourceInfo: {
              "Fn::Sub": `{"path":"https://s3.\${AWS::Region}.\${AWS::URLSuffix}/\${RendersBucket}/{{ Key }}"}`,
            },
            // Relative: into the command's own directory, where the next step runs. No two commands share it.
            destinationPath: candidate,
          },
        },
        {
          name: "install",
          action: "aws:runShellScript",
          precondition: onLinux,
          inputs: {
            timeoutSeconds: "180",
            runCommand: [...callLines(resourcePrefix), ...installScript.trimEnd().split("\n")],
          },
        },
      ],
    },
  },
});

const onLinux = { StringEquals: ["platformType", "Linux"] } as const;

const candidate = "render.conf";

/** The script's arguments; what stays of it is the file as it is. Two stacks on one instance keep their state apart. */
const callLines = (resourcePrefix: string): readonly string[] => [
  `HEADGATE_STATE='/var/lib/headgate/${resourcePrefix}'`,
  `set -- '{{ Fleet }}' '{{ Generation }}' '{{ Hash }}' "$PWD/${candidate}" '{{ File }}'`,
];

export const installScript = readFileSync(join(import.meta.dirname ?? __dirname, "nginx-install.sh"), "utf8");
