/** The services whose writes change what is the user's. */
export const writtenServices = ["ecs", "application-autoscaling", "route53", "s3", "ssm"] as const;

/** What the play itself calls, and no function. */
const played: ReadonlySet<string> = new Set(["cloudwatch PutMetricAlarm", "cloudwatch SetAlarmState"]);

const isRead = (operation: string): boolean => /^(?:Describe|List|Get|BatchGet|Query|Scan|Receive)/.test(operation);

/** Calls of the functions as `service operation`, counted; with those alone that change something. */
export const countCalls = (
  calls: readonly { readonly name: string }[],
): { readonly all: number; readonly writes: ReadonlyMap<string, number> } => {
  const made = calls.filter(({ name }) => !played.has(name));
  const writes = new Map<string, number>();
  for (const { name } of made) {
    const [service = "", operation = ""] = name.split(" ");
    if (!isRead(operation)) writes.set(service, (writes.get(service) ?? 0) + 1);
  }
  return { all: made.length, writes };
};

/** To the services whose writes change what is the user's. */
export const writesTogether = (writes: ReadonlyMap<string, number>): number =>
  writtenServices.reduce((sum, service) => sum + (writes.get(service) ?? 0), 0);
