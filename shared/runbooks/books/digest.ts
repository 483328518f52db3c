import { makePublishForms } from "../../aws/publish-notice.ts";
import { readDigestInput } from "../../aws/read-digest-input.ts";
import type { DigestInput } from "../../notices/digest/digest-input.ts";
import { planDigest } from "../../notices/digest/plan-digest.ts";
import { digestForms, renderDigest } from "../../notices/digest/render-digest.ts";
import type { MessageForms } from "../../notices/notice-forms.ts";
import { defineRunbook } from "../runbook.ts";

type Params = Readonly<Record<never, never>>;
type State = { readonly publishedForMs: number };

export const digest = defineRunbook<Params, DigestInput, State, MessageForms>({
  name: "digest",
  purpose: "Publishes a summary of the last 24 hours to the topic",
  about:
    "Of each service its changes, its highest count, what capped it and for how long; what is still open; writes that failed; what came and went in quiet hours; and what would have unlocked most. With `notices.digest` in headgate.yml it is run every day at that time. A run that is stopped between publishing and noting so publishes twice.",
  effect: "headgate",
  parameters: {},
  example: {},
  refusals: {},
  grants: [],
  read: (_params, _state, { clients: { dynamoDb }, stack, config, nowMs }) =>
    readDigestInput(dynamoDb, stack.tableName, config, nowMs()),
  plan: ({ reading, config, nowMs }) => {
    const planned = planDigest(reading, config, nowMs);
    const { headline, text } = renderDigest(planned);
    return {
      kind: "act",
      state: { publishedForMs: nowMs },
      changes: [{ about: "topic", what: "published", from: null, to: headline }],
      actions: [digestForms(planned)],
      next: null,
      report: { text, data: { digest: planned } },
    };
  },
  apply: async (forms, { clients: { sns }, stack: { topicArn } }) => {
    await makePublishForms(sns, topicArn)(forms);
    return "published";
  },
});
