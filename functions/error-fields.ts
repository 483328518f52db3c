import { nameAndMessage } from "../shared/aws/failure.ts";

/** An error as fields of a log line; `message` is the logger's own key. */
export const errorFields = (error: unknown): { readonly errorName: string; readonly errorMessage: string } => {
  const { name, message } = nameAndMessage(error);
  return { errorName: name, errorMessage: message };
};
