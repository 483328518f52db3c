import { awsHint } from "../../notices/aws-hint.ts";
import { textTable } from "../../text-table.ts";
import type { BalancerComparison, BalancerLoad } from "./compare-balancers.ts";
import type { PortFinding, PortFix } from "./port-finding.ts";
import type { PortMapping, ServicePorts } from "./port-mapping.ts";
import { renderBalancers } from "./render-balancers.ts";

/** What `--json` prints. */
export type PortsReport = {
  readonly services: readonly Pick<ServicePorts, "service" | "cluster" | "networkMode" | "instances" | "mappings">[];
  readonly unread: readonly string[];
  readonly findings: readonly PortFinding[];
  readonly costs: BalancerComparison & { readonly load: BalancerLoad };
};

export const renderPorts = (report: PortsReport): string =>
  [
    ...(report.services.length === 0 && report.unread.length === 0 ? ["There is no service to look at."] : []),
    ...(report.services.length === 0 ? [] : tableOf(report)),
    ...report.unread.map((line) => `not read: ${line}`),
    ...hintsOf(report.unread),
    ...report.findings.flatMap((finding) => ["", ...renderFinding(finding)]),
    "",
    ...renderCosts(report.costs),
  ].join("\n");

const hintsOf = (unread: readonly string[]): readonly string[] =>
  [...new Set(unread.map(awsHint))].flatMap((hint) => (hint === null ? [] : [`  fix: ${hint}`]));

const tableOf = ({ services }: PortsReport): readonly string[] =>
  textTable([
    ["service", "cluster", "mode", "ports (container to host)"],
    ...services.map(({ service, cluster, networkMode, mappings }) => [
      service,
      cluster ?? "?",
      networkMode,
      mappings.length === 0 ? "none" : mappings.map((mapping) => portText(mapping, networkMode)).join(", "),
    ]),
  ]);

const portText = ({ containerPort, hostPort, protocol }: PortMapping, mode: ServicePorts["networkMode"]): string => {
  const container = `${containerPort ?? "range"}${protocol === "udp" ? "/udp" : ""}`;
  return mode === "awsvpc" ? container : `${container} to ${hostPort ?? "dynamic"}`;
};

const renderFinding = ({ code, severity, services, cluster, message, fixes }: PortFinding): readonly string[] => [
  `${severity} ${code} ${services.join(", ")}${cluster === null ? "" : ` (cluster ${cluster})`}`,
  `  ${message}`,
  ...fixes.map((fix) => `  fix: ${renderFix(fix)}`),
];

const renderFix = (fix: PortFix): string => {
  if (fix.kind === "set") return `${fix.service}: ${fix.path} = ${JSON.stringify(fix.value)}`;
  return fix.kind === "run" ? fix.command : fix.text;
};

const renderCosts = ({ load, ...comparison }: PortsReport["costs"]): readonly string[] => [
  `What it costs to balance ${load.services} ${load.services === 1 ? "service" : "services"} in ${comparison.region}, dollars a month:`,
  ...renderBalancers(comparison),
  `List prices, those with * not confirmed; ${load.lcuPerService} capacity units per service, without public addresses and traffic.`,
  "Where each price is from: npx headgate cost --json",
];
