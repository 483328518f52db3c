import type { DatabaseConfig, ProxyConfig } from "./database-config.ts";
import type { NoticesConfig } from "./notices-config.ts";
import type { NginxFleetConfig, ZoneConfig } from "./publication.ts";
import type { ServiceConfig } from "./service-config.ts";

/**
 * The compiled configuration: what every function, the simulator and the CLI work from.
 *
 * Plain, checked data. `headgate.yml` is parsed, checked and compiled to this at build time, so no YAML parser and no
 * validation is in a Lambda's bundle. Every list is sorted by name; every default is already filled in.
 *
 * @see docs/configuration.md for each key of headgate.yml
 */
export type Config = {
  readonly version: 1;
  /** Name of this stack; begins every notice's subject. */
  readonly name: string;
  readonly services: readonly ServiceConfig[];
  readonly databases: readonly DatabaseConfig[];
  readonly proxies: readonly ProxyConfig[];
  /** Hosted zones that services publish records in. */
  readonly zones: readonly ZoneConfig[];
  /** Fleets of nginx instances that services have upstreams in. */
  readonly nginxFleets: readonly NginxFleetConfig[];
  /** Every service is in exactly one domain. */
  readonly domains: readonly DomainConfig[];
  readonly decisionRetentionDays: number;
  /** Most reads a domain may make in a day; past it only the tick goes on, with a notice. */
  readonly dailyReadBudget: number;
  readonly runbooks: RunbooksConfig;
  readonly notices: NoticesConfig;
};

export type RunbooksConfig = {
  /** Names of runbooks that may change the account, sorted. */
  readonly allow: readonly string[];
  /** Names of runbooks that wait for another person, sorted. */
  readonly approval: readonly string[];
  readonly approvalMinutes: number;
};

/** What is decided together, one invocation at a time: services connected by a common database. */
export type DomainConfig = {
  /** The smallest service name in it: stable while services come and go around it, legal as a FIFO group id. */
  readonly id: string;
  readonly services: readonly string[];
  readonly databases: readonly string[];
};
