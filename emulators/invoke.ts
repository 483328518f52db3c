import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { TestClients } from "./clients.ts";
import { stackName } from "./serverless-command.ts";

export type Invoked =
  | { readonly kind: "answered"; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly kind: "failed"; readonly errorType: string; readonly errorMessage: string };

/** Invokes a function of the stack and waits for its answer, as `serverless invoke` does. */
export const invoke = async ({ lambda }: TestClients, name: string, event: object | string): Promise<Invoked> => {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: `${stackName}-${name}`,
      Payload: typeof event === "string" ? event : JSON.stringify(event),
    }),
  );
  const answer = JSON.parse(new TextDecoder().decode(Payload)) as Readonly<Record<string, unknown>>;
  if (FunctionError === undefined) return { kind: "answered", answer };
  return { kind: "failed", errorType: String(answer["errorType"]), errorMessage: String(answer["errorMessage"]) };
};

/** @throws Error with what the function threw */
export const answerOf = async (
  clients: TestClients,
  name: string,
  event: object | string,
): Promise<Readonly<Record<string, unknown>>> => {
  const invoked = await invoke(clients, name, event);
  if (invoked.kind === "answered") return invoked.answer;
  throw new Error(`${name} failed: ${invoked.errorType}: ${invoked.errorMessage}`);
};
