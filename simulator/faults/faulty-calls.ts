import { AwsError } from "../cloud/aws-error.ts";
import type { CloudService } from "../cloud/cloud-service.ts";
import type { EmbeddedCloud } from "../cloud/embedded-cloud.ts";
import type { CallFault } from "./fault.ts";
import { currentInvocation } from "./invocation.ts";
import { inTwoPages, isSecondPage } from "./pages.ts";
import { partOf } from "./partial-answers.ts";
import { questionOf } from "./question.ts";

/** One SDK command of a function, with what could have gone wrong there. */
export type CallPosition = {
  readonly nth: number;
  readonly function: string;
  /** Service and operation, as in `ecs UpdateService`. */
  readonly name: string;
  readonly atMs: number;
  readonly possible: readonly CallFault[];
};

type Ask = (service: CloudService, operation: string, input: object) => Promise<object>;

/** What never comes: the process that waits for it is gone. */
const never = (): Promise<never> => new Promise(() => {});

/**
 * Stands between the functions and an embedded cloud, at the SDK command, and lets one of their calls go wrong.
 *
 * Calls from outside a function, as a test's own look, pass untouched and are not counted.
 */
export class FaultyCalls {
  /** What each function has called, in order. */
  readonly positions: CallPosition[] = [];
  readonly #fault: { readonly kind: CallFault; readonly atCall: number } | null;
  readonly #answers = new Map<string, object>();
  readonly #ask: Ask;
  readonly #nowMs: () => number;
  #secondHalf: object | null = null;
  #struckAtMs: number | null = null;

  constructor(cloud: EmbeddedCloud, nowMs: () => number, fault: FaultyCalls["fault"] = null) {
    this.#fault = fault;
    this.#nowMs = nowMs;
    this.#ask = cloud.handle.bind(cloud);
    cloud.handle = (service, operation, input) => this.#handle(service, operation, input);
  }

  get fault(): { readonly kind: CallFault; readonly atCall: number } | null {
    return this.#fault;
  }

  /** When the fault happened; `null`: not yet, or there was nothing that it could happen to. */
  get struckAtMs(): number | null {
    return this.#struckAtMs;
  }

  async #handle(service: CloudService, operation: string, input: object): Promise<object> {
    const invocation = currentInvocation();
    if (invocation === null) return this.#ask(service, operation, input);
    if (invocation.killed) return never();
    const name = `${service} ${operation}`;
    const nth = this.positions.length;
    const strikes = this.#fault !== null && this.#fault.atCall === nth;
    const question = questionOf(name, input);
    const earlier = this.#answers.get(question);
    const isRead = isReading(name);
    const possible: CallFault[] = [
      "throttled",
      "server-error",
      "access-denied",
      "timeout-after-effect",
      "killed-before",
    ];
    const position = { nth, function: invocation.name, name, atMs: this.#nowMs(), possible };
    this.positions.push(position);
    if (!isRead) possible.push("killed-after");
    if (isRead && earlier !== undefined && !isConsistent(name, input)) possible.push("stale-answer");

    const kind = strikes ? this.#fault!.kind : null;
    if (kind !== null) this.#struckAtMs = this.#nowMs();
    if (kind === "throttled") throw new AwsError("ThrottlingException", "Rate exceeded");
    if (kind === "server-error") throw new AwsError("InternalServerError", "an internal error", 500);
    if (kind === "access-denied") throw new AwsError("AccessDeniedException", `not authorized to perform ${name}`);
    if (kind === "killed-before") return this.#kill(invocation);
    if (kind === "stale-answer" && earlier !== undefined) return structuredClone(earlier);

    const second = this.#takeSecondHalf(name, input);
    if (second === "refused") throw new AwsError("ThrottlingException", "Rate exceeded");
    if (second !== null) return second;

    const part = partOf(name, input);
    if (part !== null) possible.push("partial-page");
    if (kind === "partial-page" && part !== null) {
      const answered = part.isEmpty ? {} : await this.#ask(service, operation, part.input);
      return part.complete(answered);
    }
    const answer = await this.#ask(service, operation, input);
    if (isRead) this.#answers.set(question, answer);
    if (kind === "timeout-after-effect") throw timeout();
    if (kind === "killed-after") return this.#kill(invocation);
    const halves = inTwoPages(name, input, answer);
    if (halves !== null) possible.push("partial-page", "second-page-refused");
    if (halves !== null && (kind === "partial-page" || kind === "second-page-refused")) {
      this.#secondHalf = halves.second;
      return halves.first;
    }
    // Another process may have been killed while this one waited.
    return currentInvocation()?.killed === true ? never() : answer;
  }

  #kill(invocation: NonNullable<ReturnType<typeof currentInvocation>>): Promise<never> {
    invocation.killed = true;
    invocation.die();
    return never();
  }

  #takeSecondHalf(name: string, input: object): object | "refused" | null {
    if (this.#secondHalf === null || !isSecondPage(name, input)) return null;
    const half = this.#secondHalf;
    this.#secondHalf = null;
    return this.#fault?.kind === "second-page-refused" ? "refused" : half;
  }
}

const timeout = (): Error => Object.assign(new Error("no answer within 2000 ms"), { name: "TimeoutError" });

export const isReading = (name: string): boolean => / (BatchGet|Describe|Get|Head|List|Query|Scan)/.test(name);

/** What a service answers from its newest state, so that an older answer is none that it gives. */
const isConsistent = (name: string, input: object): boolean =>
  // Since December 2020 each read of S3 follows the writes before it.
  name.startsWith("s3 ") || (name.startsWith("dynamodb ") && JSON.stringify(input).includes('"ConsistentRead":true'));
