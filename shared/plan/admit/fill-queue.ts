/** What is taken from a FillQueue: the smallest key first, ties to the smaller index. */
export type FillEntry = { readonly index: number; key: number };

/** A binary heap of contenders, ordered by how far each is served. Indexes follow names, so ties go to the smaller name. */
export class FillQueue {
  readonly #heap: FillEntry[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(entry: FillEntry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): FillEntry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}

const isBefore = (a: FillEntry, b: FillEntry): boolean => (a.key === b.key ? a.index < b.index : a.key < b.key);
