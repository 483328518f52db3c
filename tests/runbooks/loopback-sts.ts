import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

/** Somebody whom the loopback STS knows by a key. */
export type Caller = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly arn: string;
  readonly account: string;
};

export type LoopbackSts = {
  readonly url: string;
  /** Requests that it was asked, with the outcome. */
  readonly asked: readonly number[];
  /** Answers this instead of looking, until `null`. */
  readonly failWith: (status: number | null) => void;
  readonly close: () => Promise<void>;
};

const region = "eu-central-1";

/**
 * An STS on the loopback interface that answers GetCallerIdentity as AWS does: it computes the signature of what has
 * reached it, with the key that it knows, and compares.
 *
 * @param nowMs its clock
 */
export const startSts = async (callers: readonly Caller[], nowMs: () => number): Promise<LoopbackSts> => {
  const asked: number[] = [];
  let failure: number | null = null;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, body: object): void => {
      asked.push(status);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (failure !== null) return send(failure, { Error: { Code: "ServiceUnavailable" } });
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const given = (name: string): string => url.searchParams.get(name) ?? "";
    const caller = callers.find(({ accessKeyId }) => accessKeyId === given("X-Amz-Credential").split("/")[0]);
    const refused = (Code: string): void => send(403, { Error: { Code, Type: "Sender" } });
    if (caller === undefined) return refused("InvalidClientTokenId");
    if (given("X-Amz-Security-Token") !== (caller.sessionToken ?? "")) return refused("InvalidClientTokenId");
    const signedAtMs = dateOf(given("X-Amz-Date"));
    if (nowMs() > signedAtMs + Number(given("X-Amz-Expires")) * 1000) return refused("ExpiredToken");
    if ((await signatureOf(url, request, caller, signedAtMs)) !== given("X-Amz-Signature"))
      return refused("SignatureDoesNotMatch");
    if (given("Action") !== "GetCallerIdentity") return refused("AccessDenied");
    const identity = { Account: caller.account, Arn: caller.arn, UserId: caller.accessKeyId };
    send(200, { GetCallerIdentityResponse: { GetCallerIdentityResult: identity } });
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    failWith: (status) => {
      failure = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Over everything that the caller says was signed, as it has arrived here. */
const signatureOf = async (
  url: URL,
  { method = "GET", headers }: IncomingMessage,
  { accessKeyId, secretAccessKey, sessionToken }: Caller,
  signedAtMs: number,
): Promise<string> => {
  const names = (url.searchParams.get("X-Amz-SignedHeaders") ?? "").split(";");
  const query = [...url.searchParams].filter(([name]) => !name.startsWith("X-Amz-"));
  const signer = new SignatureV4({
    service: "sts",
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256: new STSClient({ region }).config.sha256,
  });
  const signed = await signer.presign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: Object.fromEntries(query),
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name] ?? "")])),
    },
    { expiresIn: Number(url.searchParams.get("X-Amz-Expires")), signingDate: new Date(signedAtMs) },
  );
  return String(signed.query?.["X-Amz-Signature"]);
};

const dateOf = (basic: string): number => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basic) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
