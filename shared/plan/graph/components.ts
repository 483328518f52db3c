/**
 * The strongly connected components of a directed graph, callers before callees.
 *
 * Tarjan's algorithm with a stack of its own instead of recursion: a chain of calls may be longer than the call stack.
 * The order follows from the names alone: roots are tried by name, and so are callees.
 *
 * @param names sorted
 * @param calleesOf sorted; a callee that is not in `names` is not looked at
 * @returns every name in exactly one component; names are sorted inside, and no component calls an earlier one
 * @throws never
 * @see R. Tarjan, Depth-first search and linear graph algorithms (1972)
 */
export const components = (
  names: readonly string[],
  calleesOf: (name: string) => readonly string[],
): readonly (readonly string[])[] => {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const known = new Set(names);
  const found: (readonly string[])[] = [];

  const close = (root: string): void => {
    const members: string[] = [];
    for (let name = open.pop()!; ; name = open.pop()!) {
      isOpen.delete(name);
      members.push(name);
      if (name === root) break;
    }
    found.push(members.sort());
  };
  const enter = (name: string): Visit => {
    index.set(name, index.size);
    low.set(name, index.get(name)!);
    open.push(name);
    isOpen.add(name);
    return { name, callees: calleesOf(name).filter((callee) => known.has(callee)), next: 0 };
  };

  for (const root of names) {
    if (index.has(root)) continue;
    const path: Visit[] = [enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { name } = visit;
      const callee = visit.callees[visit.next++];
      if (callee !== undefined) {
        if (!index.has(callee)) path.push(enter(callee));
        else if (isOpen.has(callee)) low.set(name, Math.min(low.get(name)!, index.get(callee)!));
        continue;
      }
      path.pop();
      const caller = path.at(-1)?.name;
      if (caller !== undefined) low.set(caller, Math.min(low.get(caller)!, low.get(name)!));
      if (low.get(name) === index.get(name)) close(name);
    }
  }
  // Tarjan closes callees first.
  return found.reverse();
};

type Visit = { readonly name: string; readonly callees: readonly string[]; next: number };
