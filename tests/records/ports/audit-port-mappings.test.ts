import { describe, expect, it } from "@jest/globals";
import { auditPortMappings, limitsTasks } from "../../../shared/records/ports/audit-port-mappings.ts";
import type { PortFinding } from "../../../shared/records/ports/port-finding.ts";
import type { ServicePorts } from "../../../shared/records/ports/port-mapping.ts";
import { mapping, openRange, ported, setDynamic } from "./ports-case.ts";

const second = "containerDefinitions[0].portMappings[1]";

describe("the ports of a service", () => {
  it("that are fixed allow one task per instance, with the key to change and the port range to open", () => {
    expect(auditPortMappings([ported()])).toEqual([
      {
        code: "one-task-per-instance",
        severity: "limit",
        services: ["order"],
        cluster: "shop",
        message: "The host port 8080 is fixed, so there is one task per instance at most.",
        fixes: [setDynamic(), openRange()],
      },
    ]);
  });

  it("limit nothing today where there are more instances than tasks may be", () => {
    const findings = auditPortMappings([ported({ instances: 11, minimumHealthyPercent: 100 })]);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["one-task-per-instance", "risk"]]);
    expect(limitsTasks(findings)).toBe(false);
  });

  it("are told with the instances where those are known", () => {
    expect(auditPortMappings([ported({ instances: 4 })])[0]!.message).toBe(
      "The host port 8080 is fixed, so 4 instances carry 4 tasks at most, and tasks.max is 10.",
    );
  });

  it("in the mode host are the instance's, and become dynamic with the mode", () => {
    expect(auditPortMappings([ported({ networkMode: "host" })])).toMatchObject([
      {
        code: "host-mode",
        message:
          "In the network mode host every port is the instance's: 8080, so there is one task per instance at most.",
        fixes: [{ kind: "set", service: "order", path: "networkMode", value: "bridge" }, setDynamic(), openRange()],
      },
    ]);
  });

  it.each<{ when: string; given: Partial<ServicePorts>; gives: readonly PortFinding["code"][] }>([
    { when: "none at all", given: { mappings: [] }, gives: [] },
    { when: "the mode none", given: { networkMode: "none" }, gives: [] },
    { when: "dynamic ones", given: { mappings: [mapping({ hostPort: null })] }, gives: ["open-dynamic-range"] },
    { when: "an interface of its own", given: { networkMode: "awsvpc" }, gives: ["own-interface"] },
    {
      when: "one fixed and one dynamic",
      given: { mappings: [mapping(), mapping({ place: second, hostPort: null })] },
      gives: ["one-task-per-instance"],
    },
    {
      when: "the agent's",
      given: { mappings: [mapping({ hostPort: 51_678 })] },
      gives: ["agent-port", "one-task-per-instance", "ephemeral-port"],
    },
    { when: "SSH's", given: { mappings: [mapping({ hostPort: 22 })] }, gives: ["agent-port", "one-task-per-instance"] },
    {
      when: "SSH's number in UDP, which nobody keeps",
      given: { mappings: [mapping({ hostPort: 22, protocol: "udp" })] },
      gives: ["one-task-per-instance"],
    },
    {
      when: "the first ephemeral one",
      given: { mappings: [mapping({ hostPort: 32_768 })] },
      gives: ["one-task-per-instance", "ephemeral-port"],
    },
    {
      when: "the last ephemeral one",
      given: { mappings: [mapping({ hostPort: 60_999 })] },
      gives: ["one-task-per-instance", "ephemeral-port"],
    },
    { when: "the one below", given: { mappings: [mapping({ hostPort: 32_767 })] }, gives: ["one-task-per-instance"] },
    { when: "the one above", given: { mappings: [mapping({ hostPort: 61_000 })] }, gives: ["one-task-per-instance"] },
    {
      when: "one twice",
      given: { mappings: [mapping(), mapping({ place: second, containerPort: 9090 })] },
      gives: ["port-twice-in-task", "one-task-per-instance"],
    },
    {
      when: "one in both protocols",
      given: { mappings: [mapping(), mapping({ place: second, protocol: "udp" })] },
      gives: ["one-task-per-instance"],
    },
  ])("$when", ({ given, gives }) => {
    expect(auditPortMappings([ported(given)]).map(({ code }) => code)).toEqual(gives);
  });

  it("of both protocols open both ranges", () => {
    const [finding] = auditPortMappings([
      ported({ mappings: [mapping(), mapping({ place: second, protocol: "udp" })] }),
    ]);
    expect(finding!.fixes).toEqual([setDynamic(), setDynamic("order", 1), openRange("tcp"), openRange("udp")]);
  });

  it.each<{ when: string; given: Partial<ServicePorts>; mostPercent: number | null }>([
    {
      when: "100 % of three tasks: none may stop first",
      given: { minTasks: 3, minimumHealthyPercent: 100 },
      mostPercent: 66,
    },
    { when: "67 % of three is three, rounded up", given: { minTasks: 3, minimumHealthyPercent: 67 }, mostPercent: 66 },
    {
      when: "66 % of three is two: one may stop",
      given: { minTasks: 3, minimumHealthyPercent: 66 },
      mostPercent: null,
    },
    { when: "a single task has to be let go", given: { minTasks: 1, minimumHealthyPercent: 50 }, mostPercent: 0 },
    {
      when: "a parked service is looked at with one task",
      given: { minTasks: 0, minimumHealthyPercent: 100 },
      mostPercent: 0,
    },
    {
      when: "an unknown service is looked at with one task",
      given: { minTasks: null, minimumHealthyPercent: 100 },
      mostPercent: 0,
    },
  ])("in a rolling deployment: $when", ({ given, mostPercent }) => {
    const rollout = auditPortMappings([ported(given)]).filter(({ code }) => code === "rollout-needs-instance");
    expect(rollout.map(({ fixes }) => fixes)).toEqual(
      mostPercent === null
        ? []
        : [
            [
              {
                kind: "do",
                text: `keep one instance more than tasks, or set minimumHealthyPercent to at most ${mostPercent}, so that a task may stop first`,
              },
            ],
          ],
    );
  });
});

describe("services of one cluster", () => {
  const user = ported({ service: "user" });
  const conflicts = (...services: readonly ServicePorts[]) =>
    auditPortMappings(services).filter(({ code }) => code === "port-conflict");

  it("that need the same port are in each other's way", () => {
    expect(conflicts(user, ported())).toEqual([
      {
        code: "port-conflict",
        severity: "limit",
        services: ["order", "user"],
        cluster: "shop",
        message:
          "order and user both need the host port 8080: no instance carries two of them, and together they have at most as many as there are instances.",
        fixes: [setDynamic("user")],
      },
    ]);
  });

  it("of three are told at once, with the instances there are", () => {
    const [finding] = conflicts(ported({ instances: 4 }), user, ported({ service: "web", networkMode: "host" }));
    expect(finding!.message).toBe(
      "order, user and web all need the host port 8080: no instance carries two of them, and together they have at most 4, as many as there are instances.",
    );
    expect(finding!.fixes).toEqual([
      setDynamic("user"),
      { kind: "set", service: "web", path: "networkMode", value: "bridge" },
      setDynamic("web"),
    ]);
  });

  it.each<{ when: string; other: Partial<ServicePorts> }>([
    { when: "another cluster", other: { cluster: "office" } },
    { when: "another port", other: { mappings: [mapping({ hostPort: 8081 })] } },
    { when: "another protocol", other: { mappings: [mapping({ protocol: "udp" })] } },
    { when: "a dynamic port", other: { mappings: [mapping({ hostPort: null })] } },
    { when: "an interface of its own", other: { networkMode: "awsvpc" } },
  ])("are not in each other's way with $when", ({ other }) => {
    expect(conflicts(ported(), ported({ service: "user", ...other }))).toEqual([]);
  });
});
