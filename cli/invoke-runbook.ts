import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { RunAnswer } from "../functions/runbook/run-answer.ts";

/** What the function has answered. A refusal, and an accident, comes back as its error's name and message. */
export type Invoked =
  | { readonly kind: "answer"; readonly answer: RunAnswer }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export type InvokeRunbook = (request: Readonly<Record<string, unknown>>) => Promise<Invoked>;

/** Invokes the deployed function and waits for its answer. @throws what Lambda answers where it can't be invoked */
export const makeInvokeRunbook =
  (lambda: Pick<LambdaClient, "send">, FunctionName: string): InvokeRunbook =>
  async (request) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(request)) }),
    );
    const text = Buffer.from(Payload ?? new Uint8Array()).toString("utf8");
    if (FunctionError === undefined) return { kind: "answer", answer: JSON.parse(text) as RunAnswer };
    const { errorType = "Error", errorMessage = text } = JSON.parse(text || "{}") as Readonly<Record<string, string>>;
    return { kind: "refused", code: errorType, message: errorMessage };
  };
