/** @param glob `*` is anything, nothing included; everything else is itself, without case; the whole text must match */
export function matchesGlob(glob: string, text: string): boolean {
  const parts = glob.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is").test(text);
}
