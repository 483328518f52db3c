/** One thing that has to come back: "running", "out of zone/Z1". `seconds` since the blow; `null`: not yet. */
export type Recovery = Readonly<Record<string, number | null>>;

/** What was not there before and is now, is recovered from now on; what is not asked for any more is kept as it was. */
export const recovered = (before: Recovery, isBack: Readonly<Record<string, number | false>>): Recovery => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(isBack).map(([what, seconds]) => [what, before[what] ?? (seconds === false ? null : seconds)]),
  ),
});

export const isAllBack = (recovery: Recovery): boolean =>
  Object.values(recovery).length > 0 && Object.values(recovery).every((seconds) => seconds !== null);

export const describeRecovery = (recovery: Recovery): string => {
  const back = Object.entries(recovery).flatMap(([what, seconds]) =>
    seconds === null ? [] : [`${what} after ${seconds} s`],
  );
  const missing = Object.entries(recovery).flatMap(([what, seconds]) => (seconds === null ? [what] : []));
  return [
    ...(back.length === 0 ? [] : [`${back.join(", ")}.`]),
    ...(missing.length === 0 ? [] : [`Not recovered: ${missing.join(", ")}.`]),
  ].join(" ");
};
