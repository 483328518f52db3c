export type Refusal = { readonly name: string; readonly message: string; readonly statusCode: number };

/** An error without a status is the embedded cloud's own accident: a 500, which the SDK retries as it would AWS's. */
export const refusalOf = (thrown: unknown): Refusal => {
  const error = thrown as Partial<Refusal> | null;
  if (typeof error?.statusCode !== "number") {
    return { name: "InternalFailure", message: String(error?.message ?? thrown), statusCode: 500 };
  }
  return { name: error.name ?? "InternalFailure", message: error.message ?? "", statusCode: error.statusCode };
};
