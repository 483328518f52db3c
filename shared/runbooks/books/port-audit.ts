import { readServicePorts } from "../../aws/read-service-ports.ts";
import { limitsTasks } from "../../records/ports/audit-port-mappings.ts";
import type { PortsReading } from "../../records/ports/port-mapping.ts";
import { portsReportOf } from "../../records/ports/ports-report.ts";
import { renderPorts } from "../../records/ports/render-ports.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = Readonly<Record<string, never>>;
type Reading = { readonly ports: PortsReading; readonly region: string };

export const portAudit = defineRunbook<Params, Reading, never, never>({
  name: "port-audit",
  purpose: "Finds host ports that limit services to one task per instance or clash, and says what to change",
  about:
    "Reads the task definitions of all services as they are deployed, and says the same as `headgate ports`: fixed host ports, clashes between services, security groups to open, and what each way to balance costs. A service that can't be read is named and keeps no other from it.",
  effect: "reads",
  parameters: {},
  example: {},
  refusals: {},
  grants: [
    { actions: ["ecs:DescribeServices"], on: "services" },
    { actions: ["ecs:ListContainerInstances"], on: "clusters" },
    { actions: ["ecs:DescribeTaskDefinition"], on: "none" },
  ],
  read: async (_params, _state, { clients, config, stack }) => ({
    ports: await readServicePorts(clients.ecs, config.services),
    region: stack.region,
  }),
  plan: ({ reading }): Step<never, never> => {
    const found = portsReportOf(reading.ports, reading.region);
    const text = renderPorts(found);
    return { kind: "done", report: report(text, { ...found, limitsTasks: limitsTasks(found.findings) }) };
  },
  apply: async () => "",
});
