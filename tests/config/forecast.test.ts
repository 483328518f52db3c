import { describe, expect, it } from "@jest/globals";
import type { ForecastConfig } from "../../shared/config/forecast-config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";

const compiled = (service: string, defaults = "{}"): ForecastConfig | undefined => {
  const requests = "requests: { target: 40, metric: { namespace: Shop, name: RequestsServed, periodSeconds: 20 } }";
  const text = [
    "version: 1",
    "name: shop",
    `defaults: ${defaults}`,
    `services: { web: { cluster: shop, signals: { ${requests} }${service} } }`,
    "",
  ].join("\n");
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config.services[0]!.forecast;
};

const whole: ForecastConfig = { trend: true, season: { quantile: 0.25, halfLifeDays: 7 }, mostErrorRatio: 0.3 };

describe("a forecast", () => {
  it.each<{
    readonly when: string;
    readonly form: string;
    readonly defaults?: string;
    readonly expected?: ForecastConfig;
  }>([
    { when: "is off unless given", form: "" },
    { when: "is off where it is false", form: ", forecast: false" },
    { when: "is both parts with their defaults where it is true", form: ", forecast: true", expected: whole },
    { when: "is both parts where its keys are left out", form: ", forecast: {}", expected: whole },
    { when: "may be a trend alone", form: ", forecast: { season: false }", expected: { ...whole, season: null } },
    {
      when: "may be a season alone, of its own kind",
      form: ", forecast: { trend: false, season: { quantile: 0.5 }, mostErrorRatio: 0.2 }",
      expected: { trend: false, season: { quantile: 0.5, halfLifeDays: 7 }, mostErrorRatio: 0.2 },
    },
    { when: "is off where both parts are", form: ", forecast: { trend: false, season: false }" },
    { when: "comes from the defaults block", form: "", defaults: "{ forecast: true }", expected: whole },
    { when: "of a default is taken away by false", form: ", forecast: false", defaults: "{ forecast: true }" },
    {
      when: "of a default is replaced as a whole",
      form: ", forecast: { season: { halfLifeDays: 3 } }",
      defaults: "{ forecast: { trend: false } }",
      expected: { ...whole, season: { quantile: 0.25, halfLifeDays: 3 } },
    },
  ])("$when", ({ form, defaults, expected }) => expect(compiled(form, defaults)).toEqual(expected));
});
