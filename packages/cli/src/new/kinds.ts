/** What `alignclip new` can write: where a component of the kind lives, and how an experiment uses it. */
export interface Kind {
  /** The template is `templates/new-<kind>`. */
  readonly kind: string;
  /** The folder below packages/ that holds the components of its slot. */
  readonly package: string;
  /** The field of an experiment's base or variant. */
  readonly slot: string;
  /** A slot that holds a list. */
  readonly many?: true;
}

export const kinds: readonly Kind[] = [
  { kind: 'loss', package: 'losses', slot: 'losses', many: true },
  { kind: 'sharing', package: 'sharing', slot: 'sharing' },
  { kind: 'teacher', package: 'teachers', slot: 'teacher' },
  { kind: 'dataset', package: 'datasets', slot: 'dataset' },
  { kind: 'image-encoder', package: 'encoders', slot: 'imageEncoder' },
  { kind: 'schedule', package: 'training', slot: 'schedule' },
  { kind: 'evaluator', package: 'evaluation', slot: 'evaluators', many: true },
  { kind: 'probe', package: 'evaluation', slot: 'probes', many: true },
  { kind: 'table', package: 'reporting', slot: 'tables', many: true },
  { kind: 'figure', package: 'reporting', slot: 'figures', many: true },
];
