import type { LabelledPairs } from '../labelled-pairs';

/**
 * Number of the concept of each example, from 0 without gaps. `captions`: examples that share a caption, directly or through
 * others, as the model sees captions; `examples`: each by itself; else those with one label of the class set of that name.
 */
export function conceptsOf({ allKeys, labels }: LabelledPairs, concepts: string): number[] {
  if (concepts === 'examples') return [...allKeys.keys()];
  const parents = [...allKeys.keys()];
  const rootOf = (i: number): number => {
    while (parents[i] !== i) {
      parents[i] = parents[parents[i]!]!;
      i = parents[i]!;
    }
    return i;
  };
  const holder = new Map<string, number>();
  const marks = (i: number) => (concepts === 'captions' ? allKeys[i]! : [labels[i]![concepts]]);
  allKeys.forEach((_, i) => {
    for (const mark of marks(i)) {
      if (mark === undefined) continue;
      const other = holder.get(mark);
      if (other === undefined) holder.set(mark, i);
      else parents[rootOf(i)] = rootOf(other);
    }
  });
  const numbers = new Map<number, number>();
  return parents.map((_, i) => {
    const root = rootOf(i);
    numbers.set(root, numbers.get(root) ?? numbers.size);
    return numbers.get(root)!;
  });
}
