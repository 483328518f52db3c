import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { controllerNames } from "../../../simulator/controllers/controller-names.ts";
import { cloudWatchScalerRules } from "../../../simulator/controllers/kubernetes/cloudwatch-scaler.ts";
import { hpaRules } from "../../../simulator/controllers/kubernetes/hpa-rules.ts";
import { forecastRules } from "../../../simulator/controllers/predictive/load-forecast.ts";
import { stepScalingRules } from "../../../simulator/controllers/step-scaling-pair.ts";
import { targetTrackingRules } from "../../../simulator/controllers/target-tracking-rules.ts";

const page = readFileSync("docs/peers.md", "utf8");
const sections = page.split(/^## /m);
const rowsOf = (heading: string): string[] =>
  (sections.find((section) => section.startsWith(heading)) ?? "").split("\n").filter((line) => line.startsWith("| `"));

type Row = { heading: string; rules: Readonly<Record<string, unknown>> };

describe("docs/peers.md", () => {
  it.each<Row>([
    { heading: "Target tracking", rules: targetTrackingRules },
    { heading: "Step scaling", rules: stepScalingRules },
    { heading: "Kubernetes HPA", rules: hpaRules },
    { heading: "KEDA", rules: cloudWatchScalerRules },
    { heading: "Predictive", rules: forecastRules },
  ])("$heading: the table has every rule with its default, and no other", ({ heading, rules }) => {
    const rows = rowsOf(heading).map((line) => line.split("|").map((cell) => cell.trim()));
    expect(rows.map(([, name]) => name)).toEqual(Object.keys(rules).map((name) => `\`${name}\``));
    for (const [, name = "", told] of rows) {
      const value = rules[name.slice(1, -1)];
      // Policies are told in words.
      if (typeof value !== "object" || value === null) expect(told).toBe(JSON.stringify(value));
    }
  });

  it("names every peer", () => {
    for (const name of controllerNames.filter((known) => !known.startsWith("headgate"))) {
      expect(page).toContain(`\n| \`${name}\` |`);
    }
  });
});
