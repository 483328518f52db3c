import type { Digest } from "../../shared/notices/digest/digest.ts";
import { digestForms } from "../../shared/notices/digest/render-digest.ts";

const toMs = Date.UTC(2026, 2, 14, 7);
const hourMs = 3600_000;

/** A day with something of everything. */
export const sampleDigest: Digest = {
  version: 1,
  id: `shop/digest/${toMs}`,
  stack: "shop",
  fromMs: toMs - 24 * hourMs,
  toMs,
  services: [
    {
      service: "order",
      domain: "order",
      changes: 6,
      wouldChange: 0,
      highestTasks: 14,
      caps: [
        {
          code: "database-budget",
          severity: "high",
          service: "order",
          database: "orders",
          domain: "order",
          minutes: 95,
          lasts: true,
        },
      ],
      holds: [],
    },
    {
      service: "user",
      domain: "user",
      changes: 0,
      wouldChange: 3,
      highestTasks: 4,
      caps: [],
      holds: [
        {
          code: "signal-stale",
          severity: "medium",
          service: "user",
          database: null,
          domain: "user",
          minutes: 12,
          lasts: false,
        },
      ],
    },
  ],
  others: [
    {
      code: "database-saturated",
      severity: "high",
      service: null,
      database: "orders",
      domain: "order",
      minutes: 7,
      lasts: false,
    },
  ],
  open: [
    {
      code: "database-budget",
      severity: "high",
      service: "order",
      database: "orders",
      domain: "order",
      sinceMs: toMs - 3 * hourMs,
    },
  ],
  failedWrites: [{ service: "order", writes: 2, detail: "ThrottlingException: Rate exceeded" }],
  untold: [
    {
      code: "alarm-muted",
      severity: "low",
      service: "user",
      database: null,
      domain: "user",
      minutes: 30,
      lasts: false,
    },
  ],
  bestUnlock: {
    service: "order",
    database: "orders",
    unlock: { kind: "smaller-pool", connectionsPerTask: 12, insteadOf: 20, tasks: 13 },
    minutes: 95,
    taskMinutes: 475,
  },
};

/** The digest in every form, as a person can read it. */
export const renderGoldenDigest = (): string => {
  const { subject, messages, attributes } = digestForms(sampleDigest);
  const { default: text, email, sms, https, sqs, lambda } = messages;
  if (email !== text || lambda !== sqs) throw new Error("one form is kept for each of the two pairs");
  return `${[
    `----- subject\n${subject}`,
    `----- default, email\n${text}`,
    `----- sms\n${sms}`,
    `----- https\n${JSON.stringify(JSON.parse(https), null, 2)}`,
    `----- sqs, lambda\n${JSON.stringify(JSON.parse(sqs), null, 2)}`,
    `----- attributes\n${JSON.stringify(attributes, null, 2)}`,
  ].join("\n")}\n`;
};
