import type { InvariantBreach } from "../controllers/controller.ts";

/** One broken rule, as it is found. */
export type Breach = Pick<InvariantBreach, "invariant" | "detail">;
