import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { signRequest } from "../../cli/sign-request.ts";
import { type Identified, makeIdentifyCaller } from "../../shared/aws/identify-caller.ts";
import { personOf, refuseApprover } from "../../shared/runbooks/identity.ts";
import { requestDigest } from "../../shared/runbooks/request-digest.ts";
import { type Caller, type LoopbackSts, startSts } from "./loopback-sts.ts";

const account = "123456789012";
const ann: Caller = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "a-secret-of-ann",
  arn: `arn:aws:iam::${account}:user/ann`,
  account,
};
const bobsSession: Caller = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "a-secret-of-bob",
  sessionToken: "IQoJb3JpZ2luX2VjE+/=token",
  arn: `arn:aws:sts::${account}:assumed-role/operator/bob`,
  account,
};

const signedAtMs = Date.UTC(2026, 2, 14, 9);
const digest = requestDigest("ask", "incident-42", "scale", { service: "order", to: 6 });
const other = requestDigest("ask", "incident-43", "scale", { service: "order", to: 6 });

let sts: LoopbackSts;
let stsNowMs = signedAtMs;
beforeAll(async () => {
  sts = await startSts([ann, bobsSession], () => stsNowMs);
});
beforeEach(() => {
  stsNowMs = signedAtMs;
  sts.failWith(null);
});
afterAll(() => sts.close());

const sign = (caller: Caller, bound = digest, atMs = signedAtMs): Promise<string> =>
  signRequest(bound, atMs, { region: "eu-central-1", endpoint: sts.url, credentials: caller });
const identify = (proof: string, bound = digest, nowMs = signedAtMs + 1_000): Promise<Identified> =>
  makeIdentifyCaller(sts.url)(proof, bound, nowMs);
const changed = (proof: string, change: (url: URL) => void): string => {
  const url = new URL(proof);
  change(url);
  return url.href;
};
const refusedFor = (because: RegExp): object => ({
  kind: "refused",
  refusal: expect.objectContaining({ code: "proof-refused", field: "proof", message: expect.stringMatching(because) }),
});

describe("a signed request", () => {
  it.each([
    { when: "of a user", caller: ann },
    { when: "of a session with a token", caller: bobsSession },
  ])("$when proves who it is", async ({ caller }) => {
    const { arn } = caller;
    expect(await identify(await sign(caller))).toEqual({ kind: "known", identity: { arn, account } });
  });

  it("holds no secret, and no more than a question", async () => {
    const url = new URL(await sign(bobsSession));
    expect(url.href).not.toContain(bobsSession.secretAccessKey);
    expect(url.searchParams.get("Action")).toBe("GetCallerIdentity");
    expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("host;x-headgate-request");
    expect(url.href).not.toContain(digest);
  });

  it("is good to its last second, and not a second longer", async () => {
    const proof = await sign(ann);
    expect(await identify(proof, digest, signedAtMs + 300_000)).toMatchObject({ kind: "known" });
    expect(await identify(proof, digest, signedAtMs + 301_000)).toEqual(refusedFor(/signed 301 s ago/));
  });

  it("of a clock that is ahead is good for five minutes of difference", async () => {
    const ahead = (seconds: number) => identify("", digest, signedAtMs - seconds * 1000);
    expect(await ahead(1)).toEqual(refusedFor(/no URL/));
    const proof = await sign(ann);
    expect(await identify(proof, digest, signedAtMs - 300_000)).toMatchObject({ kind: "known" });
    expect(await identify(proof, digest, signedAtMs - 301_000)).toEqual(refusedFor(/301 s in the future/));
  });

  it("for one request is none for another: AWS itself refuses it", async () => {
    const before = sts.asked.length;
    expect(await identify(await sign(ann), other)).toEqual(refusedFor(/STS answers 403/));
    expect(sts.asked.slice(before)).toEqual([403]);
  });

  it.each<{ when: string; change: (url: URL) => void; because: RegExp }>([
    {
      when: "asks another host",
      change: (url) => {
        url.host = "sts.attacker.example";
      },
      because: /asks http:\/\/sts\.attacker/,
    },
    {
      when: "asks another port",
      change: (url) => {
        url.port = "1";
      },
      because: /asks http:\/\/127\.0\.0\.1:1\//,
    },
    {
      when: "asks another path",
      change: (url) => {
        url.pathname = "/admin";
      },
      because: /\/admin, not/,
    },
    {
      when: "has a user before the host",
      change: (url) => {
        url.username = "ann";
      },
      because: /asks/,
    },
    {
      when: "has a fragment",
      change: (url) => {
        url.hash = "x";
      },
      because: /asks/,
    },
    {
      when: "is of another action",
      change: (url) => url.searchParams.set("Action", "AssumeRole"),
      because: /no GetCallerIdentity/,
    },
    {
      when: "is of another version",
      change: (url) => url.searchParams.set("Version", "2010-01-01"),
      because: /no GetCallerIdentity/,
    },
    {
      when: "has a parameter more",
      change: (url) => url.searchParams.set("RoleArn", "x"),
      because: /parameter RoleArn/,
    },
    {
      when: "has a parameter twice",
      change: (url) => url.searchParams.append("Action", "GetCallerIdentity"),
      because: /twice/,
    },
    {
      when: "is not signed with the header",
      change: (url) => url.searchParams.set("X-Amz-SignedHeaders", "host"),
      because: /header x-headgate-request is not signed/,
    },
    {
      when: "is good for an hour",
      change: (url) => url.searchParams.set("X-Amz-Expires", "3600"),
      because: /more than 900 s/,
    },
    { when: "is good for ever", change: (url) => url.searchParams.delete("X-Amz-Expires"), because: /more than 900 s/ },
    { when: "has no date", change: (url) => url.searchParams.delete("X-Amz-Date"), because: /no date/ },
  ])("that $when is refused before AWS is asked", async ({ change, because }) => {
    const before = sts.asked.length;
    expect(await identify(changed(await sign(ann), change))).toEqual(refusedFor(because));
    expect(sts.asked.length).toBe(before);
  });

  it.each<{ when: string; change: (url: URL) => void }>([
    { when: "signature", change: (url) => url.searchParams.set("X-Amz-Signature", "0".repeat(64)) },
    { when: "date", change: (url) => url.searchParams.set("X-Amz-Date", "20260314T090001Z") },
    { when: "time of validity", change: (url) => url.searchParams.set("X-Amz-Expires", "900") },
    {
      when: "key of somebody else",
      change: (url) =>
        url.searchParams.set(
          "X-Amz-Credential",
          url.searchParams.get("X-Amz-Credential")!.replace(ann.accessKeyId, bobsSession.accessKeyId),
        ),
    },
    {
      when: "key that nobody has",
      change: (url) =>
        url.searchParams.set(
          "X-Amz-Credential",
          url.searchParams.get("X-Amz-Credential")!.replace(ann.accessKeyId, "AKIANOBODY"),
        ),
    },
    {
      when: "signed headers",
      change: (url) => url.searchParams.set("X-Amz-SignedHeaders", "accept;host;x-headgate-request"),
    },
  ])("whose $when was changed is refused by AWS", async ({ change }) => {
    expect(await identify(changed(await sign(ann), change))).toEqual(refusedFor(/STS answers 403/));
  });

  it("without the token of its session, or with another, is refused by AWS", async () => {
    const proof = await sign(bobsSession);
    const without = changed(proof, (url) => url.searchParams.delete("X-Amz-Security-Token"));
    const wrong = changed(proof, (url) => url.searchParams.set("X-Amz-Security-Token", "another"));
    for (const one of [without, wrong]) expect(await identify(one)).toEqual(refusedFor(/STS answers 403/));
  });

  it("is tried again where STS has trouble: that is nobody's refusal", async () => {
    const proof = await sign(ann);
    for (const status of [500, 503]) {
      sts.failWith(status);
      await expect(identify(proof)).rejects.toThrow(`STS answers ${status}`);
    }
    sts.failWith(429);
    expect(await identify(proof)).toMatchObject({ kind: "refused" });
  });

  it("of an answer without an identity is refused", async () => {
    sts.failWith(200);
    expect(await identify(await sign(ann))).toMatchObject({ kind: "refused" });
  });
});

const role = (session: string, name = "operator", partition = "aws", of = account): string =>
  `arn:${partition}:sts::${of}:assumed-role/${name}/${session}`;
const user = (name: string, partition = "aws"): string => `arn:${partition}:iam::${account}:user/${name}`;
const sso = "AWSReservedSSO_Operator_0123456789abcdef";

describe("who is the same person", () => {
  it.each([
    { when: "a user", a: user("ann"), b: user("ann"), same: true },
    { when: "two users", a: user("ann"), b: user("bob"), same: false },
    { when: "users of the same name under different paths", a: user("ops/ann"), b: user("dev/ann"), same: false },
    { when: "two sessions of a role, whose names anybody chooses", a: role("ann"), b: role("bob"), same: true },
    { when: "sessions of two roles", a: role("ann"), b: role("ann", "deployer"), same: false },
    {
      when: "two people of IAM Identity Center",
      a: role("ann@shop.example", sso),
      b: role("bob@shop.example", sso),
      same: false,
    },
    {
      when: "one person of IAM Identity Center",
      a: role("ann@shop.example", sso),
      b: role("ann@shop.example", sso),
      same: true,
    },
    {
      when: "a role that is only called like one of IAM Identity Center",
      a: role("ann", "MyAWSReservedSSO_x"),
      b: role("bob", "MyAWSReservedSSO_x"),
      same: true,
    },
    { when: "root", a: `arn:aws:iam::${account}:root`, b: `arn:aws:iam::${account}:root`, same: true },
    { when: "root and a user", a: `arn:aws:iam::${account}:root`, b: user("ann"), same: false },
    {
      when: "two sessions of a role in GovCloud",
      a: role("ann", "operator", "aws-us-gov"),
      b: role("bob", "operator", "aws-us-gov"),
      same: true,
    },
    {
      when: "two sessions of a role in China",
      a: role("ann", "operator", "aws-cn"),
      b: role("bob", "operator", "aws-cn"),
      same: true,
    },
    { when: "two users in China", a: user("ann", "aws-cn"), b: user("bob", "aws-cn"), same: false },
    {
      when: "a role of the same name in another account",
      a: role("ann"),
      b: role("ann", "operator", "aws", "210987654321"),
      same: false,
    },
  ])("$when: $same", ({ a, b, same }) => {
    expect(personOf(a) === personOf(b)).toBe(same);
    const refusal = refuseApprover(a, { arn: b, account }, account);
    expect(refusal?.code ?? "may approve").toBe(same ? "same-person" : "may approve");
  });

  it("nobody of another account approves", () => {
    const stranger = { arn: "arn:aws:iam::210987654321:user/bob", account: "210987654321" };
    expect(refuseApprover(user("ann"), stranger, account)).toMatchObject({
      code: "proof-refused",
      message: expect.stringContaining("210987654321"),
    });
  });
});
