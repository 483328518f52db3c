import { AwsError } from "./aws-error.ts";

/** IAM as far as a test needs it: everything is allowed but what is denied by name. */
export class CallerRights {
  readonly #denied = new Set<string>();

  /** @param actions as IAM writes them: `ecs:UpdateService` */
  deny(...actions: readonly string[]): void {
    for (const action of actions) this.#denied.add(action);
  }

  allow(...actions: readonly string[]): void {
    for (const action of actions) this.#denied.delete(action);
  }

  /** @throws AwsError AccessDeniedException that names the first action that is denied */
  require(...actions: readonly string[]): void {
    const denied = actions.find((action) => this.#denied.has(action));
    if (denied === undefined) return;
    throw new AwsError("AccessDeniedException", `The caller is not authorized to perform: ${denied}`);
  }
}
