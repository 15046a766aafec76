/**
 * A short input that still fails, by leaving out parts of halving size, as delta debugging does. The check is asked at most
 * `asks` times.
 */
export async function minimised(
  input: Uint8Array,
  fails: (input: Uint8Array) => Promise<boolean>,
  asks = 300,
): Promise<Uint8Array> {
  let best: Buffer = Buffer.from(input);
  let left = asks;
  const better = async (candidate: Buffer): Promise<boolean> => {
    if (left <= 0) return false;
    left -= 1;
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = Math.ceil(best.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length && left > 0;) {
      const without = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if (!(await better(without))) at += size;
    }
  }
  return best;
}

/** The same for a list of texts in JSON. */
export async function minimisedList(
  input: Uint8Array,
  fails: (input: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = JSON.parse(Buffer.from(input).toString()) as string[];
  const bytesOf = (list: readonly string[]) => Buffer.from(JSON.stringify(list));
  for (let at = 0; at < best.length;) {
    const without = best.toSpliced(at, 1);
    if (await fails(bytesOf(without))) best = without;
    else at += 1;
  }
  return bytesOf(best);
}
