import type { RandomStream } from "./random.ts";
import { type TrafficSpec, usersAt } from "./traffic.ts";

type UsersSpec = Extract<TrafficSpec, { kind: "users" }>;

/**
 * Users who send a request, wait until it has ended for good, think, and send the next one.
 *
 * Every user thinks or has a request in flight, so load falls when answers take longer: what a trace doesn't show. Users who
 * are to leave do so while they think.
 *
 * @see E. Lazowska and others, Quantitative System Performance (1984), section 3.3: N = X (R + Z), the response time law
 */
export class ClosedLoad {
  /** Users who are there, those who will leave after their answer included. */
  users: number;
  /** Of these, who think. Fluid, so not a whole number. */
  thinking: number;
  private readonly spec: UsersSpec;

  /** @throws RangeError for less than a second of thinking: a fluid second can't show a user who sends twice within it */
  constructor(spec: UsersSpec, service: string) {
    if (spec.thinkSeconds < 1) {
      throw new RangeError(`users of ${service} think ${spec.thinkSeconds} s; give thinkSeconds of at least 1`);
    }
    this.spec = spec;
    this.users = usersAt(spec, 0);
    this.thinking = this.users;
  }

  /**
   * Requests of one second: Poisson around thinking / (think time + unseen time), never more than there are thinking users.
   *
   * @param unseenSeconds part of the mean response time in which a fluid request isn't seen in flight: work, waits of less
   *   than a second, callees. It passes for thinking, so that the response time law holds.
   */
  send(second: number, unseenSeconds: number, random: RandomStream): number {
    this.comeAndGo(usersAt(this.spec, second));
    const mean = this.thinking / (this.spec.thinkSeconds + unseenSeconds);
    const sent = Math.min(this.thinking, random.poisson(mean));
    this.thinking -= sent;
    return sent;
  }

  /** Requests that were served, or failed after their last retry. */
  end(requests: number): void {
    this.thinking += requests;
  }

  private comeAndGo(wanted: number): void {
    const change = Math.max(-this.thinking, wanted - this.users);
    this.users += change;
    this.thinking += change;
  }
}
