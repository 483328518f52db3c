import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { noticeForms } from "../../shared/notices/notice-forms.ts";
import { noticeSchema } from "../../shared/notices/notice-schema.ts";
import { linksOf } from "./builders.ts";
import { goldenFiles } from "./golden-files.ts";
import { goldenCodes, sampleNotice } from "./golden-notices.ts";

const folder = join(__dirname, "golden");

describe("tests/notices/golden (node tests/notices/write-golden.ts)", () => {
  it("has a file for every code and the digest, and no other", () => {
    expect(readdirSync(folder).sort()).toEqual([...goldenCodes.map((code) => `${code}.txt`), "digest.txt"].sort());
  });

  it.each(goldenFiles())("$name is what is published, byte for byte", ({ name, text }) => {
    expect(text).toBe(readFileSync(join(folder, name), "utf8"));
  });
});

const states = ["raised", "reminder", "cleared"] as const;

describe.each(goldenCodes)("a notice of %s", (code) => {
  it.each(states)("%s begins with what happened, and says in the second line what is needed", (state) => {
    const notice = sampleNotice(code, state);
    const { messages } = noticeForms(notice, linksOf(notice));
    const [headline, needed, blank] = messages.email.split("\n");
    const begin = { raised: "", reminder: "Still: ", cleared: "Cleared: " }[state];
    expect(headline).toMatch(new RegExp(`^${begin}\\S.* .*[^.]$`));
    expect(headline).not.toContain(code === "parked" || code === "withdrawing" ? "undefined" : code);
    expect(headline).not.toContain("?");
    expect(needed).toMatch(/^(Needed: \S.*\.|Nothing to do(\.|:| ).*)$/);
    expect(blank).toBe("");
  });

  it.each(states)("%s is as docs/notice.schema.json says, with links in every form", (state) => {
    const notice = sampleNotice(code, state);
    const { messages } = noticeForms(notice, linksOf(notice));
    expect(noticeSchema.parse(JSON.parse(messages.sqs))).toMatchObject({ code, state });
    expect(messages.lambda).toBe(messages.sqs);
    for (const text of [messages.email, messages.https, messages.sqs]) expect(text).toContain("#logsV2:logs-insights");
  });
});
