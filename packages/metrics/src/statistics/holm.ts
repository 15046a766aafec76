/** Holm's step-down adjustment of p-values, in the order given: reject at α where the adjusted one is ≤ α. */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((test, place) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - place) * pValues[test]!));
    adjusted[test] = largest;
  });
  return adjusted;
}
