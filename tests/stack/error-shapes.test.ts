import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { withoutErrorShapes } from "../../stack/error-shapes.ts";
import { schemaKeys } from "../../stack/schema-keys.ts";
import { root } from "./packaged-stack.ts";

const ssm = "/app/node_modules/@aws-sdk/client-ssm/dist-es/schemas/schemas_0.js";
const source = [
  "_s_registry.registerError(SSMServiceException$, SSMServiceException);",
  "n0_registry.registerError(InvalidDocument$, InvalidDocument);",
  "export var InvalidDocument$ = [-3, n0, _ID, {}, [_M], [0]];",
].join("\n");

describe("the errors of an SDK's schemas", () => {
  it.each([
    { when: "of Systems Manager none but the base class is registered", path: ssm, kept: [0, 2] },
    {
      when: "a client whose errors carry more than a message keeps them",
      path: ssm.replace("ssm", "dynamodb"),
      kept: [0, 1, 2],
    },
  ])("$when", ({ path, kept }) => {
    const lines = source.split("\n");
    expect(
      withoutErrorShapes(path, source)
        .split("\n")
        .map((line) => line !== ""),
    ).toEqual(lines.map((_, index) => kept.includes(index)));
  });
});

type Refusal = {
  readonly when: string;
  readonly client: string;
  readonly use: string;
  readonly command: string;
  readonly type: string;
  readonly status: number;
  readonly answer: string;
  readonly expected: string;
  /** The name without them, where it is another. */
  readonly without?: string;
};

const queryError = (code: string, message: string): string =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

const refusals: readonly Refusal[] = [
  {
    when: "ssm",
    client: "ssm",
    use: "SSMClient",
    command: 'SendCommandCommand({ DocumentName: "d" })',
    type: "application/x-amz-json-1.1",
    status: 400,
    answer: JSON.stringify({ __type: "com.amazonaws.ssm#InvalidDocument", Message: "no such document: ünïcode" }),
    expected: "InvalidDocument",
  },
  {
    when: "cloudwatch",
    client: "cloudwatch",
    use: "CloudWatchClient",
    command: "DescribeAlarmsCommand({})",
    type: "application/x-amz-json-1.0",
    status: 400,
    answer: JSON.stringify({ __type: "com.amazonaws.cloudwatch#InvalidNextToken", message: "no such token: ünïcode" }),
    expected: "InvalidNextToken",
  },
  {
    when: "application-auto-scaling",
    client: "application-auto-scaling",
    use: "ApplicationAutoScalingClient",
    command: 'DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" })',
    type: "application/x-amz-json-1.1",
    status: 400,
    answer: JSON.stringify({ __type: "ValidationException", Message: "no such namespace: ünïcode" }),
    expected: "ValidationException",
  },
  {
    when: "sns, by the name on the wire",
    client: "sns",
    use: "SNSClient",
    command: 'PublishCommand({ TopicArn: "t", Message: "m" })',
    type: "text/xml",
    status: 404,
    answer: queryError("NotFound", "no such topic: ünïcode"),
    expected: "NotFoundException",
    without: "NotFound",
  },
  {
    when: "sns that is throttled, by the name that the SDK tries again for",
    client: "sns",
    use: "SNSClient",
    command: 'PublishCommand({ TopicArn: "t", Message: "throttled" })',
    type: "text/xml",
    status: 429,
    answer: queryError("Throttled", "no such haste: ünïcode"),
    expected: "ThrottledException",
  },
];

describe("a client without its error shapes", () => {
  let server: Server;
  const directory = mkdtempSync(join(tmpdir(), "headgate-errors-"));
  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const refusal = refusals[Number(url?.slice(1).split("/")[0])]!;
      response.writeHead(refusal.status, { "content-type": refusal.type });
      response.end(refusal.answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  const refused = async (refusal: Refusal, plugins: readonly Plugin[]): Promise<unknown> => {
    const { client, use, command } = refusal;
    const row = refusals.indexOf(refusal);
    const name = `${row}-${plugins.length}`;
    const entry = join(directory, `${name}.js`);
    const outfile = join(directory, `${name}.cjs`);
    writeFileSync(
      entry,
      `import { ${use}, ${command.split("(")[0]} } from "${join(root, "node_modules/@aws-sdk", `client-${client}`)}";
       const credentials = { accessKeyId: "a", secretAccessKey: "b" };
       const options = (endpoint) => ({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
       export const refused = (endpoint) => new ${use}(options(endpoint)).send(new ${command}).catch((error) => error);`,
    );
    const common: BuildOptions = {
      bundle: true,
      platform: "node",
      format: "cjs",
      mainFields: ["module", "main"],
      minify: true,
    };
    await build({ ...common, entryPoints: [entry], outfile, keepNames: true, plugins: [...plugins] });
    const { port } = server.address() as AddressInfo;
    // In a process of its own, as on Lambda.
    const { stdout } = await promisify(execFile)(process.execPath, [
      "-e",
      `require("${outfile}").refused("http://127.0.0.1:${port}/${row}").then(({ name, message, $fault, $metadata }) =>
         console.log(JSON.stringify({ name, message, $fault, status: $metadata?.httpStatusCode })))`,
    ]);
    return JSON.parse(stdout);
  };

  it.each(refusals)("of $when, names what is refused and says its words, as with them", async (refusal) => {
    const expected = {
      name: refusal.expected,
      message: expect.stringMatching(/^no such \w+: ünïcode$/),
      $fault: "client",
      status: refusal.status,
    };
    expect(await refused(refusal, [])).toEqual(expected);
    expect(await refused(refusal, [schemaKeys])).toEqual({ ...expected, name: refusal.without ?? refusal.expected });
  });
});
