/**
 * Several ordered streams as one, reading of each no more than what has come to its turn.
 *
 * @param compare below 0: the first comes first; equal ones come in the order of their streams
 * @throws what a stream throws
 */
export async function* mergeInOrder<Entry>(
  streams: readonly AsyncIterable<Entry>[],
  compare: (a: Entry, b: Entry) => number,
): AsyncGenerator<Entry> {
  const waiting = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heads = await Promise.all(waiting.map((stream) => stream.next()));
  try {
    for (;;) {
      let first = -1;
      for (const [index, head] of heads.entries()) {
        if (head.done === true) continue;
        const best = heads[first];
        if (best === undefined || best.done === true || compare(head.value, best.value) < 0) first = index;
      }
      const head = heads[first];
      if (head === undefined || head.done === true) return;
      yield head.value;
      heads[first] = await waiting[first]!.next();
    }
  } finally {
    // Whoever stops early leaves pages that nobody will ask for.
    await Promise.all(waiting.map((stream) => stream.return?.()));
  }
}
