/** Why a task definition, or what was said beside it, can't be used: with the place and what to do. */
export type PreflightProblem = { readonly place: string; readonly message: string; readonly fix: string };
