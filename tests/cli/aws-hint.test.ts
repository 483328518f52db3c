import { describe, expect, it } from "@jest/globals";
import { awsHint } from "../../shared/notices/aws-hint.ts";
import { smallLoad } from "../../shared/records/ports/compare-balancers.ts";
import { renderPorts } from "../../shared/records/ports/render-ports.ts";

describe("what to do where the SDK could not ask", () => {
  it.each<{ when: string; words: string; gives: string | null }>([
    { when: "no region", words: "Error: Region is missing", gives: "add --region, or set AWS_REGION" },
    {
      when: "no credentials",
      words: "CredentialsProviderError: Could not load credentials from any providers",
      gives: "sign in, or name a profile with AWS_PROFILE",
    },
    {
      when: "credentials that have expired",
      words: "ExpiredTokenException: The security token included in the request is expired",
      gives: "sign in again: the credentials have expired",
    },
    { when: "a permission is missing, which AWS says itself", words: "AccessDeniedException: not you", gives: null },
  ])("$when", ({ words, gives }) => expect(awsHint(words)).toBe(gives));

  it("is told once by headgate ports, which calls nothing unread an empty file", () => {
    const load = { ...smallLoad, services: 2 };
    const costs = { region: "us-east-1", unpriced: [], load, ways: [] };
    const unread = ["order: Error: Region is missing", "user: Error: Region is missing"];
    expect(renderPorts({ services: [], unread, findings: [], costs }).split("\n").slice(0, 4)).toEqual([
      "not read: order: Error: Region is missing",
      "not read: user: Error: Region is missing",
      "  fix: add --region, or set AWS_REGION",
      "",
    ]);
    expect(renderPorts({ services: [], unread: [], findings: [], costs }).split("\n")[0]).toBe(
      "There is no service to look at.",
    );
  });
});
