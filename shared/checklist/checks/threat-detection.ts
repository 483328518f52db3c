import { regionLabel } from "../account-parts.ts";
import type { AccountReading, FailedCall } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { type Cost, passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

const guardDutyCost: Cost = {
  kind: "depends",
  on: "the events and flow logs of the account; 30 days are free, and then GuardDuty's usage page shows what it comes to",
};
const inspectorCost: Cost = {
  kind: "depends",
  on: "the images that are pushed and the instances that run; 15 days are free, and then Inspector's usage page shows what it comes to",
};

export const checkGuardDuty = ({ reading }: AuditInput): readonly Verdict[] => {
  const subject = regionLabel(reading);
  const { detectors } = reading;
  if (detectors.kind === "unknown") return [unread(subject, detectors)];
  if (detectors.value.length === 0)
    return [
      {
        status: "finding",
        subject,
        what: `GuardDuty is not on in the ${subject}.`,
        fix: [awsCommand("guardduty create-detector", { enable: null })],
        cost: guardDutyCost,
      },
    ];
  return detectors.value.map(({ id, enabled }): Verdict => {
    if (enabled.kind === "unknown") return unread(`detector ${id}`, enabled);
    if (enabled.value) return passed(`detector ${id}`);
    return {
      status: "finding",
      subject: `detector ${id}`,
      what: `GuardDuty's detector ${id} is suspended.`,
      fix: [awsCommand("guardduty update-detector", { "detector-id": id, enable: null })],
      cost: guardDutyCost,
    };
  });
};

export const checkInspector = ({ reading }: AuditInput): readonly Verdict[] => {
  const subject = regionLabel(reading);
  const { inspector } = reading;
  if (inspector.kind === "unknown") return [unread(subject, inspector)];
  const hasInstances = instancesIn(reading);
  const missing = [
    ...(isOn(inspector.value.ecr) ? [] : ["ECR"]),
    ...(hasInstances === true && !isOn(inspector.value.ec2) ? ["EC2"] : []),
  ];
  if (missing.length === 0 && typeof hasInstances === "object" && !isOn(inspector.value.ec2))
    return [unread(subject, hasInstances)];
  if (missing.length === 0) return [passed(subject)];
  return [
    {
      status: "finding",
      subject,
      what: `Inspector does not scan ${missing.join(" and ")} in the ${subject}.`,
      fix: [awsCommand("inspector2 enable", { "resource-types": missing })],
      cost: inspectorCost,
    },
  ];
};

/** Whether an ECS cluster has EC2 instances, or the call that could not tell. */
const instancesIn = ({ clusters }: AccountReading): boolean | FailedCall => {
  if (clusters.kind === "unknown") return clusters;
  const instances = clusters.value.map((cluster) => cluster.instances);
  if (instances.some((one) => one.kind === "known" && one.value.length > 0)) return true;
  return instances.find((one) => one.kind === "unknown") ?? false;
};

/** ENABLING is on its way. */
const isOn = (status: string): boolean => status === "ENABLED" || status === "ENABLING";
