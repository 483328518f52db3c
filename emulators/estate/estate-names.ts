import { accountId, region } from "../start-emulators.ts";

/** A service of emulators/cloud-test.yml, as the account has it before Headgate is deployed. */
export type EstateService = {
  readonly name: string;
  readonly cluster: string;
  readonly tasks: number;
  /** What its user has given Application Auto Scaling; `null`: nothing. */
  readonly target: { readonly min: number; readonly max: number } | null;
};

export const order: EstateService = {
  name: "order",
  cluster: "order-cluster",
  tasks: 4,
  target: { min: 2, max: 20 },
};
export const user: EstateService = {
  name: "user",
  cluster: "user-cluster",
  tasks: 3,
  target: { min: 2, max: 20 },
};
export const mailer: EstateService = { name: "mailer", cluster: "mailer-cluster", tasks: 2, target: null };

export const estateServices: readonly EstateService[] = [order, user, mailer];

/**
 * The parameter group's formula for db.t3.medium, 4 GiB: the 130 that it comes to are more than the 100 that it allows.
 *
 * @see Amazon RDS User Guide, "Maximum number of database connections": LEAST({DBInstanceClassMemory/9531392}, 5000)
 */
export const estateDatabases = [
  { instance: "shop-orders", formula: "LEAST({DBInstanceClassMemory/9531392},100)", limit: 100 },
  { instance: "shop-users", formula: "60", limit: 60 },
] as const;

export const estateAlarms = ["shop-order-latency", "shop-mailer-waiting"] as const;
/** What emulators/cloud-test.yml names once its configuration has changed. */
export const laterAlarm = "shop-order-p99";

export const zoneDomain = "shop.internal";

export const resourceIdOf = ({ cluster, name }: EstateService): string => `service/${cluster}/${name}`;

export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;
