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
  readonly client: string;
  readonly use: string;
  readonly command: string;
  readonly type: string;
  readonly answer: object;
  readonly expected: string;
};

const refusals: readonly Refusal[] = [
  {
    client: "ssm",
    use: "SSMClient",
    command: 'SendCommandCommand({ DocumentName: "d" })',
    type: "application/x-amz-json-1.1",
    answer: { __type: "com.amazonaws.ssm#InvalidDocument", Message: "no such document: ünïcode" },
    expected: "InvalidDocument",
  },
  {
    client: "cloudwatch",
    use: "CloudWatchClient",
    command: "DescribeAlarmsCommand({})",
    type: "application/x-amz-json-1.0",
    answer: { __type: "com.amazonaws.cloudwatch#InvalidNextToken", message: "no such token: ünïcode" },
    expected: "InvalidNextToken",
  },
  {
    client: "application-auto-scaling",
    use: "ApplicationAutoScalingClient",
    command: 'DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" })',
    type: "application/x-amz-json-1.1",
    answer: { __type: "ValidationException", Message: "no such namespace: ünïcode" },
    expected: "ValidationException",
  },
];

describe("a client without its error shapes", () => {
  let server: Server;
  const directory = mkdtempSync(join(tmpdir(), "headgate-errors-"));
  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const refusal = refusals.find(({ client }) => url?.startsWith(`/${client}`))!;
      response.writeHead(400, { "content-type": refusal.type });
      response.end(JSON.stringify(refusal.answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  const refused = async ({ client, use, command }: Refusal, plugins: readonly Plugin[]): Promise<unknown> => {
    const name = `${client}-${plugins.length}`;
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
      `require("${outfile}").refused("http://127.0.0.1:${port}/${client}").then(({ name, message, $fault, $metadata }) =>
         console.log(JSON.stringify({ name, message, $fault, status: $metadata?.httpStatusCode })))`,
    ]);
    return JSON.parse(stdout);
  };

  it.each(refusals)(
    "of $client names what the service has refused, and says its words, as with them",
    async (refusal) => {
      const expected = {
        name: refusal.expected,
        message: expect.stringMatching(/^no such \w+: ünïcode$/),
        $fault: "client",
        status: 400,
      };
      expect(await refused(refusal, [])).toEqual(expected);
      expect(await refused(refusal, [schemaKeys])).toEqual(expected);
    },
  );
});
