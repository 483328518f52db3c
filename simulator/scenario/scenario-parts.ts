import * as z from "zod";
import { name as legalName } from "../../shared/config/schema-key.ts";
import {
  type DatabaseForm,
  databaseForm,
  type ProxyForm,
  proxyForm,
  type QueueForm,
  queueForm,
} from "./form-database.ts";
import { type DeploymentForm, deploymentForm, type FaultForm, faultForm } from "./form-events.ts";
import { longestSeconds } from "./form-key.ts";
import { type ServiceForm, type SharedForm, serviceForm, sharedForm } from "./form-service.ts";
import { isMap } from "./is-map.ts";
import { type HeadgateForm, headgateForm } from "./scenario-form.ts";

/** A file's parts whose shape is right, and the names of all. A mistake in one part does not hide another's. */
export type ScenarioParts = {
  /** With the defaults block underneath; in the order of the file. */
  readonly services: ReadonlyMap<string, ServiceForm>;
  readonly databases: ReadonlyMap<string, DatabaseForm>;
  readonly proxies: ReadonlyMap<string, ProxyForm>;
  readonly queues: ReadonlyMap<string, QueueForm>;
  /** By their index in the file. */
  readonly faults: ReadonlyMap<number, FaultForm>;
  readonly deployments: ReadonlyMap<number, DeploymentForm>;
  readonly headgate: HeadgateForm;
  /** `null`: not given, or not readable. */
  readonly durationSeconds: number | null;
  readonly names: { readonly [part in "services" | "databases" | "proxies" | "queues"]: readonly string[] };
};

/**
 * @param value the file's data, whatever it is
 * @throws never
 */
export function readParts(value: Readonly<Record<string, unknown>>): ScenarioParts {
  const defaults = sharedForm.safeParse(value["defaults"] ?? {});
  const services = defaults.success ? readNamed(value["services"], serviceForm) : new Map<string, ServiceForm>();
  return {
    services: new Map([...services].map(([name, own]) => [name, mergeShared(defaults.data ?? {}, own)])),
    databases: readNamed(value["databases"], databaseForm),
    proxies: readNamed(value["proxies"], proxyForm),
    queues: readNamed(value["queues"], queueForm),
    faults: readListed(value["faults"], faultForm),
    deployments: readListed(value["deployments"], deploymentForm),
    headgate: headgateForm.safeParse(value["headgate"] ?? {}).data ?? {},
    durationSeconds: z.int().min(1).max(longestSeconds).safeParse(value["durationSeconds"]).data ?? null,
    names: {
      services: namesIn(value["services"]),
      databases: namesIn(value["databases"]),
      proxies: namesIn(value["proxies"]),
      queues: namesIn(value["queues"]),
    },
  };
}

/** What the service says wins, key by key; a pool of the defaults block holds for the services that have one. */
function mergeShared(defaults: SharedForm, own: ServiceForm): ServiceForm {
  const { pool, ...rest } = defaults;
  return {
    ...rest,
    ...own,
    ...merged("tasks", defaults, own),
    ...merged("start", defaults, own),
    ...merged("client", defaults, own),
    ...merged("deployment", defaults, own),
    ...(own.pool === undefined ? {} : { pool: { ...pool, ...own.pool } }),
  };
}

function merged<Key extends "tasks" | "start" | "client" | "deployment">(
  key: Key,
  defaults: SharedForm,
  own: ServiceForm,
): Partial<Pick<ServiceForm, Key>> {
  if (defaults[key] === undefined && own[key] === undefined) return {};
  return { [key]: { ...defaults[key], ...own[key] } } as Partial<Pick<ServiceForm, Key>>;
}

function namesIn(value: unknown): readonly string[] {
  return isMap(value) ? Object.keys(value) : [];
}

function readNamed<T>(value: unknown, form: z.ZodType<T>): ReadonlyMap<string, T> {
  if (!isMap(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, entry]) => {
      const read = form.safeParse(entry);
      return read.success && legalName.safeParse(name).success ? [[name, read.data] as const] : [];
    }),
  );
}

function readListed<T>(value: unknown, form: z.ZodType<T>): ReadonlyMap<number, T> {
  if (!Array.isArray(value)) return new Map();
  return new Map(
    value.flatMap((entry: unknown, index) => {
      const read = form.safeParse(entry);
      return read.success ? [[index, read.data] as const] : [];
    }),
  );
}
