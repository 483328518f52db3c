/** Says on standard error what is waited for, once it takes longer than a second, and how long it has taken. */
export const sayWhileWaiting = async <T>(what: string, work: Promise<T>): Promise<T> => {
  const startMs = performance.now();
  const timer = setInterval(() => {
    process.stderr.write(`${what}: ${Math.round((performance.now() - startMs) / 1000)} s\n`);
  }, firstWordMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
};

const firstWordMs = 1_000;
