import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { LeftOut } from "./adapt-template.ts";
import { type CallCounts, countCalls, type LoggedCall } from "./call-log.ts";
import { type ChildServer, startChildServer } from "./child-server.ts";
import { pythonEnvironment } from "./python-environment.ts";
import { startRequestRouter } from "./request-router.ts";

/** AWS's account of examples; the emulators and every ARN in the tests agree on it. */
export const accountId = "123456789012";

export type Emulators = {
  /** Of the router: the value for AWS_ENDPOINT_URL, for the SDK and for `serverless`. */
  readonly url: string;
  readonly moto: ChildServer;
  readonly ministack: ChildServer;
  /** What a client outside of the stack needs: endpoint, region and credentials, as SDK options. */
  readonly clientOptions: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The same for a child process, such as `serverless`, that reads the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** All calls through the router so far, in the order of their answers. */
  readonly calls: () => readonly LoggedCall[];
  /** The same as counts; of one access key if it is given: deployed functions sign with the account's id. */
  readonly callCounts: (accessKeyId?: string) => CallCounts;
  /** Resources of the last deployed template that no emulator has a type for. */
  readonly leftOut: () => readonly LeftOut[];
  /** Ends both by process id and removes what they wrote. Twice does nothing more. */
  readonly close: () => Promise<void>;
};

/** With what the deployed functions sign: ministack gives them the account's id. */
export const functionsKey: string = accountId;
/** With what everybody else signs. */
export const outsideKey = "outside";

export const region = "eu-central-1";

/**
 * Starts moto, ministack and the router in front of them, each on a free loopback port.
 *
 * @param print takes a line for what takes long
 * @throws NoPythonEnvironment; Error with the end of the log of the one that did not start
 */
export const startEmulators = async (print: (line: string) => void = () => {}): Promise<Emulators> => {
  const { bin } = await pythonEnvironment("emulators", print);
  const directory = await mkdtemp(join(tmpdir(), "headgate-emulators-"));
  const router = await startRequestRouter();
  const started: ChildServer[] = [];
  const closeOnce = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.close()));
    await router.close();
    await rm(directory, { recursive: true, force: true });
  };
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= closeOnce();
    return closing;
  };
  const start = async (server: Parameters<typeof startChildServer>[0]): Promise<ChildServer> => {
    const child = await startChildServer(server);
    started.push(child);
    return child;
  };

  const settled = await Promise.allSettled([
    start({
      name: "moto",
      command: join(bin, "moto_server"),
      args: (port) => ["-H", "127.0.0.1", "-p", String(port)],
      env: () => ({ ...inherited(), MOTO_ACCOUNT_ID: accountId }),
      readyPath: "/moto-api/data.json",
      logFile: join(directory, "moto.log"),
    }),
    start({
      name: "ministack",
      // Its server without its launcher, which would bind the port that it writes into the URLs of queues: that is the
      // router's, so that what goes to a queue is seen there as well.
      command: join(bin, "hypercorn"),
      args: (port) => ["ministack.app:app", "--bind", `127.0.0.1:${port}`, "--keep-alive", "75"],
      env: () => ({
        ...inherited(),
        MINISTACK_HOST: "127.0.0.1",
        GATEWAY_PORT: new URL(router.url).port,
        BIND_HOST: "127.0.0.1",
        MINISTACK_ACCOUNT_ID: accountId,
        MINISTACK_REGION: region,
        IOT_MTLS_ENABLED: "0",
        SFTP_ENABLED: "0",
        // Inherited by the functions that it runs: this, and nothing else, leads them here.
        AWS_ENDPOINT_URL: router.url,
        TMPDIR: directory,
        STATE_DIR: join(directory, "state"),
        S3_DATA_DIR: join(directory, "s3"),
      }),
      readyPath: "/_ministack/health",
      logFile: join(directory, "ministack.log"),
    }),
  ]);
  const failure = settled.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) {
    await close();
    throw failure.reason;
  }
  const [moto, ministack] = settled.map((outcome) => (outcome as PromiseFulfilledResult<ChildServer>).value);
  router.sendTo({ moto: moto!.port, ministack: ministack!.port });

  return {
    url: router.url,
    moto: moto!,
    ministack: ministack!,
    clientOptions: {
      endpoint: router.url,
      region,
      credentials: { accessKeyId: outsideKey, secretAccessKey: outsideKey },
    },
    environment: {
      AWS_ENDPOINT_URL: router.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: outsideKey,
      AWS_SECRET_ACCESS_KEY: outsideKey,
    },
    calls: router.calls,
    leftOut: router.leftOut,
    callCounts: (accessKeyId) =>
      countCalls(router.calls().filter((call) => accessKeyId === undefined || call.accessKeyId === accessKeyId)),
    close,
  };
};

/** No variable of the user's leads an emulator or a function to a real account. The running Node comes first. */
const inherited = (): Readonly<Record<string, string>> => ({
  PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
  HOME: tmpdir(),
  LANG: "C.UTF-8",
});
