import { describe, expect, it } from "@jest/globals";
import { consoleHost } from "../../shared/notices/links/console-host.ts";
import { consoleObject } from "../../shared/notices/links/console-object.ts";
import { makeLinksOf, noLinks } from "../../shared/notices/links/notice-links.ts";
import { traceIdOf, traceUrl } from "../../shared/notices/links/trace.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { linksOf, noticeOf } from "./builders.ts";
import { readConsoleObject } from "./read-console-object.ts";

const hourMs = 3600_000;
const atMs = Date.UTC(2026, 2, 14, 2, 15);

/** What the console makes of an address: the fragment decoded as it does, twice, and the object read. */
const queryIn = (url: string | null): Record<string, unknown> => {
  const fragment = decodeURIComponent(new URL(url!).hash.slice(1).replaceAll("$", "%"));
  const [page, detail] = fragment.split("?queryDetail=");
  expect(page).toBe("logsV2:logs-insights");
  return readConsoleObject(decodeURIComponent(detail!)) as Record<string, unknown>;
};

describe("the link to the logs", () => {
  it("is one word for mail programs and chats", () => {
    expect(linksOf(noticeOf()).logs).toMatch(/^https:\/\/[\w.$*:/?=#-]+$/);
  });

  it("opens the query for the correlation id, over every function that it passes, in UTC", () => {
    expect(queryIn(linksOf(noticeOf({}, { correlationId: "event-1" })).logs)).toEqual({
      end: "2026-03-14T02:20:00.000Z",
      start: "2026-03-14T02:10:00.000Z",
      timeType: "ABSOLUTE",
      tz: "UTC",
      editorString:
        'fields @timestamp, @log, @message\n| filter @message like "event-1"\n| sort @timestamp asc\n| limit 200',
      isLiveTail: false,
      source: [
        "/aws/lambda/headgate-prod-router",
        "/aws/lambda/headgate-prod-limits",
        "/aws/lambda/headgate-prod-scale",
        "/aws/lambda/headgate-prod-records",
        "/aws/lambda/headgate-prod-runbook",
      ],
    });
  });

  it.each<{ when: string; notice: Partial<Notice>; from: string; to: string }>([
    {
      when: "a cause that lasts for four hours begins with the cause",
      notice: { sinceMs: atMs - 4 * hourMs },
      from: "2026-03-13T22:10:00.000Z",
      to: "2026-03-14T02:20:00.000Z",
    },
    {
      when: "a cause that lasts for weeks is looked at for a day",
      notice: { sinceMs: atMs - 500 * hourMs },
      from: "2026-03-13T02:10:00.000Z",
      to: "2026-03-14T02:20:00.000Z",
    },
  ])("$when", ({ notice, from, to }) => {
    expect(queryIn(linksOf(noticeOf({}, notice)).logs)).toMatchObject({ start: from, end: to });
  });

  it("asks for the domain where nothing woke it", () => {
    const { editorString } = queryIn(linksOf(noticeOf({}, { domain: "zone/Z0SHOP", correlationId: null })).logs);
    expect(editorString).toContain('like "zone/Z0SHOP"');
  });

  it("keeps a quote in an id from ending the text that is looked for", () => {
    const { editorString } = queryIn(linksOf(noticeOf({}, { correlationId: '" or 1=1 \\' })).logs);
    expect(editorString).toContain('like "\\" or 1=1 \\\\"');
  });

  it("writes objects as the console's own addresses show them", () => {
    // From an address that the console made.
    const written =
      "~(end~'2025-05-30T05*3a00*3a00.000Z~start~'2025-05-30T04*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'LOCAL~editorString~'fields*20*40timestamp*2c*20*40message*0a*7c*20limit*2010000~source~(~'arn*3aaws*3alogs*3aus-west-2*3a632745187633*3alog-group*3aprod))";
    expect(
      consoleObject({
        end: "2025-05-30T05:00:00.000Z",
        start: "2025-05-30T04:00:00.000Z",
        timeType: "ABSOLUTE",
        tz: "LOCAL",
        editorString: "fields @timestamp, @message\n| limit 10000",
        source: ["arn:aws:logs:us-west-2:632745187633:log-group:prod"],
      }),
    ).toBe(written);
  });
});

describe("the console of a region", () => {
  it.each([
    { region: "eu-central-1", host: "eu-central-1.console.aws.amazon.com" },
    { region: "cn-northwest-1", host: "cn-northwest-1.console.amazonaws.cn" },
    { region: "us-gov-west-1", host: "us-gov-west-1.console.amazonaws-us-gov.com" },
    { region: "us-iso-east-1", host: null },
    { region: "eusc-de-east-1", host: null },
  ])("$region has $host", ({ region, host }) => {
    expect(consoleHost(region)).toBe(host);
    const links = makeLinksOf({ region, logGroups: ["a"] })(
      noticeOf({}, { traceId: "1-5759e988-bd862e3fe1be46a994272793" }),
    );
    for (const link of [links.logs, links.trace]) expect(link === null ? null : new URL(link).host).toBe(host);
  });
});

describe("the trace of an invocation", () => {
  const root = "1-5759e988-bd862e3fe1be46a994272793";
  it.each([
    { when: "a sampled one has its id", header: `Root=${root};Parent=557abcec3ee5a047;Sampled=1`, expected: root },
    { when: "lineage beside it is passed over", header: `Root=${root};Sampled=1;Lineage=a:0`, expected: root },
    {
      when: "one that isn't sampled leads nowhere",
      header: `Root=${root};Parent=557abcec3ee5a047;Sampled=0`,
      expected: null,
    },
    { when: "outside of Lambda there is none", header: undefined, expected: null },
    { when: "another text is no id", header: "Root=javascript:alert(1);Sampled=1", expected: null },
  ])("$when", ({ header, expected }) => expect(traceIdOf(header)).toBe(expected));

  it("is a page of CloudWatch", () => {
    expect(traceUrl("eu-central-1", root)).toBe(
      `https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#xray:traces/${root}`,
    );
  });
});

describe("the other links", () => {
  it("a decision is explained by a command that a shell takes as it is", () => {
    const { explain } = linksOf(noticeOf({}, { decisionId: "2026-03-14T02:15:00.000Z#12" }));
    expect(explain).toBe("headgate explain '2026-03-14T02:15:00.000Z#12'");
  });

  it("there are none without a decision, a trace or a stack", () => {
    expect(linksOf(noticeOf())).toMatchObject({ explain: null, trace: null });
    expect(noLinks(noticeOf())).toEqual({ explain: null, logs: null, trace: null });
  });
});
