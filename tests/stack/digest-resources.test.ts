import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { digestResources } from "../../stack/digest-resources.ts";
import { specProblems } from "./template-spec.ts";

const resourcesWith = (notices: string) => {
  const reading = parseConfig(
    `version: 1\nname: shop\n${notices}services: { web: { cluster: shop, signals: { cpu: 60 } } }\n`,
    "headgate.yml",
  );
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return digestResources(reading.config, "headgate-prod");
};

describe("the daily digest", () => {
  it("is on no schedule unless headgate.yml wants it", () => expect(resourcesWith("")).toEqual({}));

  it("is run by its runbook at the hour and in the time zone that headgate.yml gives", () => {
    const resources = resourcesWith('notices: { digest: { at: "07:30", timeZone: Europe/Berlin } }\n');
    expect(resources["DigestSchedule"]?.Properties).toMatchObject({
      ScheduleExpression: "cron(30 7 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
    });
    const { Input } = resources["DigestSchedule"]!.Properties["Target"] as { readonly Input: string };
    const request = JSON.parse(Input) as { readonly runbook: string };
    expect(runbooks.map(({ name }) => name)).toContain(request.runbook);
    expect(request).toMatchObject({ confirm: true });
  });

  it("is made of what CloudFormation knows", () => {
    const resources = resourcesWith('notices: { digest: { at: "07:30", timeZone: Europe/Berlin } }\n');
    expect(specProblems({ Resources: resources, Outputs: {} } as Parameters<typeof specProblems>[0])).toEqual([]);
  });
});
