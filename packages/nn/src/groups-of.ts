/** Ranges [from, to) of neighbours that add up to at most `most`; what is larger stands alone. */
export function groupsOf(sizes: readonly number[], most: number): [from: number, to: number][] {
  const groups: [number, number][] = [];
  let total = Infinity;
  sizes.forEach((size, i) => {
    if (total + size > most) {
      groups.push([i, i]);
      total = 0;
    }
    total += size;
    groups.at(-1)![1] = i + 1;
  });
  return groups;
}
