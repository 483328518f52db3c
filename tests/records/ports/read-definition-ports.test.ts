import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { needsOf } from "../../../shared/aws/read-task-definitions.ts";
import { auditPortMappings } from "../../../shared/records/ports/audit-port-mappings.ts";
import { readDefinitionPorts } from "../../../shared/records/ports/read-definition-ports.ts";
import { always } from "../../plan/always.ts";
import { mapping, ported } from "./ports-case.ts";

const definition = (more: object, ...portMappings: readonly object[]) => ({
  family: "order",
  containerDefinitions: [{ name: "app", portMappings }],
  ...more,
});
const fixed = { containerPort: 8080, hostPort: 80 };

describe("the ports of a task definition", () => {
  it.each<{ when: string; given: object; gives: object }>([
    {
      when: "are read as describe-task-definition prints them",
      given: { taskDefinition: definition({ networkMode: "bridge" }, fixed), tags: [] },
      gives: { family: "order", networkMode: "bridge", mappings: [mapping({ hostPort: 80 })] },
    },
    { when: "are in bridge without a mode", given: definition({}, fixed), gives: { networkMode: "bridge" } },
    {
      when: "are the interface's on Fargate without a mode",
      given: definition({ requiresCompatibilities: ["FARGATE"] }, { containerPort: 8080 }),
      gives: { networkMode: "awsvpc", mappings: [mapping()] },
    },
    {
      when: "are dynamic with 0",
      given: definition({}, { containerPort: 8080, hostPort: 0 }),
      gives: { mappings: [mapping({ hostPort: null })] },
    },
    {
      when: "are dynamic without one",
      given: definition({}, { containerPort: 8080 }),
      gives: { mappings: [mapping({ hostPort: null })] },
    },
    {
      when: "are the container's in host",
      given: definition({ networkMode: "host" }, { containerPort: 8080, hostPort: 0 }),
      gives: { mappings: [mapping()] },
    },
    {
      when: "may be a range, always dynamic",
      given: definition({}, { containerPortRange: "8000-8010" }),
      gives: { mappings: [mapping({ containerPort: null, hostPort: null })] },
    },
    {
      when: "may be UDP",
      given: definition({}, { ...fixed, protocol: "udp" }),
      gives: { mappings: [mapping({ hostPort: 80, protocol: "udp" })] },
    },
    { when: "may be none", given: { containerDefinitions: [{ name: "app" }] }, gives: { family: null, mappings: [] } },
  ])("$when", ({ given, gives }) => {
    expect(readDefinitionPorts(given)).toMatchObject({ kind: "read", ports: gives });
  });

  it.each<{ when: string; given: unknown; says: string }>([
    { when: "a list", given: [], says: "containerDefinitions is missing" },
    { when: "an unknown mode", given: definition({ networkMode: "nat" }), says: 'networkMode is "nat"' },
    {
      when: "a port that is a text",
      given: definition({}, { containerPort: "80" }),
      says: "containerDefinitions[0].portMappings[0] has no containerPort",
    },
    {
      when: "a host port that is none",
      given: definition({}, { containerPort: 80, hostPort: 70_000 }),
      says: "containerDefinitions[0].portMappings[0] has a hostPort that is none",
    },
  ])("refuses $when", ({ given, says }) => {
    const reading = readDefinitionPorts(given);
    expect(reading.kind === "refused" ? `${reading.place} ${reading.message}` : reading).toBe(says);
  });

  it("are always the same host ports that the plan reserves on an instance", () => {
    const port = fc.integer({ min: 1, max: 65_535 });
    const generated = fc.record({
      networkMode: fc.constantFrom("bridge", "host", "awsvpc", "none", undefined),
      containerDefinitions: fc.array(
        fc.record({
          name: fc.constant("app"),
          portMappings: fc.array(
            fc.record({
              containerPort: port,
              hostPort: fc.oneof(fc.constant(0), fc.constant(undefined), port),
              protocol: fc.constantFrom("tcp", "udp", undefined),
            }),
            { maxLength: 4 },
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    });
    always(
      fc.property(generated, (any) => {
        // What ECS accepts: in the mode host the two are the same, or the host port is left out.
        const containerDefinitions = any.containerDefinitions.map((container) => ({
          ...container,
          portMappings: container.portMappings.map((entry) =>
            any.networkMode === "host" && entry.hostPort ? { ...entry, hostPort: entry.containerPort } : entry,
          ),
        }));
        const given = { ...any, containerDefinitions };
        const reading = readDefinitionPorts(given);
        if (reading.kind === "refused") throw new Error(reading.message);
        const { networkMode, mappings } = reading.ports;
        const taken = (protocol: "tcp" | "udp") => {
          const shared = networkMode === "bridge" || networkMode === "host" ? mappings : [];
          const numbers = shared
            .filter((entry) => entry.protocol === protocol)
            .flatMap(({ hostPort }) => hostPort ?? []);
          return [...new Set(numbers)].sort((a, b) => a - b);
        };
        const { tcpPorts, udpPorts } = needsOf(given as TaskDefinition);
        expect({ tcp: taken("tcp"), udp: taken("udp") }).toEqual({ tcp: tcpPorts, udp: udpPorts });
      }),
      500,
    );
  });

  it("never give another audit in another order of services", () => {
    const service = fc
      .record({
        name: fc.constantFrom("a", "b", "c", "d"),
        cluster: fc.constantFrom("x", "y"),
        port: fc.constantFrom(80, 8080, 51_678, null),
        networkMode: fc.constantFrom("bridge" as const, "host" as const, "awsvpc" as const),
      })
      .map(({ name, cluster, port, networkMode }) =>
        ported({ service: name, cluster, networkMode, mappings: [mapping({ hostPort: port })] }),
      );
    const services = fc.uniqueArray(service, { selector: (entry) => entry.service, maxLength: 4 });
    const shuffled = services.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    always(
      fc.property(shuffled, ([list, other]) => expect(auditPortMappings(other)).toEqual(auditPortMappings(list))),
      500,
    );
  });
});
