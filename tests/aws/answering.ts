/** A client that answers each SDK command by a function of its name and input, and keeps what it was asked. */
export const answering = <Client>(answer: (operation: string, input: Record<string, never>) => unknown) => {
  const asked: { readonly operation: string; readonly input: Record<string, never> }[] = [];
  const client = {
    send: async (command: { readonly input: object; readonly constructor: { readonly name: string } }) => {
      const operation = command.constructor.name.replace(/Command$/, "");
      const input = command.input as Record<string, never>;
      asked.push({ operation, input });
      return answer(operation, input);
    },
  } as unknown as Client;
  return { client, asked, operations: (): readonly string[] => asked.map(({ operation }) => operation) };
};

/** An error as the SDK throws it: AWS's name for it in `name`. */
export const awsError = (name: string, message = "on purpose"): Error => Object.assign(new Error(message), { name });
