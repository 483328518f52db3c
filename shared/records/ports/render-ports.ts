import { awsHint } from "../../notices/aws-hint.ts";
import { textTable } from "../../text-table.ts";
import type { BalancerCost, BalancerLoad } from "./compare-balancers.ts";
import type { PortFinding, PortFix } from "./port-finding.ts";
import type { PortMapping, ServicePorts } from "./port-mapping.ts";

/** What `--json` prints. */
export type PortsReport = {
  readonly services: readonly Pick<ServicePorts, "service" | "cluster" | "networkMode" | "instances" | "mappings">[];
  readonly unread: readonly string[];
  readonly findings: readonly PortFinding[];
  readonly costs: {
    readonly region: string;
    readonly pricesAsOf: string;
    readonly priceSources: readonly string[];
    readonly load: BalancerLoad;
    readonly ways: readonly BalancerCost[];
  };
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

const renderCosts = ({ region, pricesAsOf, load, ways }: PortsReport["costs"]): readonly string[] => [
  `What it costs to balance ${load.services} ${load.services === 1 ? "service" : "services"} in ${region}, dollars a month:`,
  ...textTable([
    ["way", "$ a month"],
    ...ways.map(({ title, dollarsPerMonth }) => [title, dollarsPerMonth.toFixed(2)]),
  ]),
  ...ways.map(({ title, lines }) => {
    const sums = lines.map(({ what, arithmetic, dollars }) => `${what} ${arithmetic} = ${dollars.toFixed(2)}`);
    return `  ${title}: ${sums.join("; ")}`;
  }),
  `List prices of about ${pricesAsOf}, not all of them checked; ${load.lcuPerService} capacity units per service, without public addresses and traffic.`,
];
