/** One difference of two runs: what it is about, and where. */
export interface Difference {
  /** In plain words: `steps`, `learning rate`, `code`. */
  readonly kind: string;
  /** `trainer.steps: 400 → 1500` */
  readonly text: string;
}

/** One phrase for each kind: `towers (imageEncoder.width: 64 → 90; textEncoder.width: 64 → 90)`. */
export function phrases(differences: readonly Difference[]): string[] {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, text } of differences) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(text));
  return [...byKind].map(([kind, texts]) => `${kind} (${[...texts].join('; ')})`);
}

/** A value of a configuration on one line, short. */
export function shortValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
