import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { buildDestinationMap, mapToDestinations } from "../../shared/events/map-to-destinations.ts";
import { buildDomainMap, mapToDomain } from "../../shared/events/map-to-domain.ts";
import { parseEvents } from "../../shared/events/parse-event.ts";
import { messageOf, sample } from "./samples.ts";

const reading = parseConfig(readFileSync(join(__dirname, "../../headgate.yml"), "utf8"), "headgate.yml");
if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
const map = buildDomainMap(reading.config);

const domainsOf = (name: string) => {
  const [event] = parseEvents(messageOf(sample(name)));
  if (event?.kind !== "alarm" && event?.kind !== "task" && event?.kind !== "service" && event?.kind !== "wake-up") {
    throw new Error(`${name} is about no service`);
  }
  const mapped = mapToDomain(event, map);
  return mapped.kind === "domains" ? mapped.domains : mapped.code;
};

describe("the sample events are about the services of the sample headgate.yml", () => {
  it.each([
    { name: "cloudwatch-alarm/eventbridge-alarm", domains: ["gateway"] },
    { name: "cloudwatch-alarm/lambda-action", domains: ["gateway"] },
    { name: "cloudwatch-alarm/sns-notification", domains: ["gateway"] },
    { name: "ecs-task/running", domains: ["inventory"] },
    { name: "ecs-task/fargate", domains: ["inventory"] },
    { name: "ecs-task/ec2", domains: ["payment"] },
    { name: "ecs-deployment/in-progress", domains: ["inventory"] },
    { name: "ecs-deployment/old-arn", domains: ["inventory"] },
    { name: "ecs-service-action/placement-failure", domains: ["inventory"] },
    { name: "wake-up/hot-loop", domains: ["inventory"] },
    { name: "wake-up/retry", domains: ["gateway"] },
  ])("$name wakes $domains", ({ name, domains }) => expect(domainsOf(name)).toEqual(domains));
});

describe("the sample wake-ups of destinations are about those of the sample headgate.yml", () => {
  const destinations = buildDestinationMap(reading.config);

  it.each(["wake-up/records-loop", "wake-up/withdrawal"])("%s", (name) => {
    const [event] = parseEvents(messageOf(sample(name)));
    expect(mapToDestinations(event!, destinations)).toHaveLength(1);
  });
});
