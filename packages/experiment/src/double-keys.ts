/** Whether some object in JSON text names a key twice: `parsed`, what JSON.parse made of it, keeps only the last. */
export const hasDoubleKeys = (text: string, parsed: unknown): boolean => writtenKeys(text) !== keysOf(parsed);

/** Strings that a colon follows; valid JSON has quotes nowhere else. */
function writtenKeys(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) keys += colon === undefined ? 0 : 1;
  return keys;
}

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value);
  return inner.reduce<number>((sum, item) => sum + keysOf(item), Array.isArray(value) ? 0 : inner.length);
}
