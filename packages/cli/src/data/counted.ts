/** Milliseconds between two lines. */
const pause = 3000;

/** The same items; tells every few seconds on stderr how many there were. */
export async function* counted<T>(
  items: AsyncIterable<T>,
  what: string,
  write: (line: string) => void = console.error,
  now: () => number = () => performance.now(),
): AsyncGenerator<T> {
  let count = 0;
  let told = now();
  for await (const item of items) {
    yield item;
    count += 1;
    if (now() - told < pause) continue;
    told = now();
    write(`${what}: ${count} so far`);
  }
}
