/** Slots that a method consists of: what they hold is what an ablation studies. */
const methodSlots: ReadonlySet<string> = new Set(['sharing', 'losses', 'temperature', 'teacher', 'viewAugmentation']);

/** What changes no result: watching, and the same gradients in smaller pieces. */
const harmless: ReadonlySet<string> = new Set([
  'trainer.accumulate',
  'trainer.checkpointEvery',
  'trainer.logEvery',
  'probes',
]);

/** The plain words for the rest; the longest path that fits counts. */
const words: Readonly<Record<string, string>> = {
  augmentation: 'augmentation',
  dataset: 'data',
  evaluationTransform: 'evaluation',
  evaluators: 'evaluation',
  imageEncoder: 'towers',
  'imageEncoder.initialisation': 'initial values',
  optimizer: 'optimizer',
  schedule: 'learning rate',
  textEncoder: 'towers',
  'textEncoder.initialisation': 'initial values',
  tokenizer: 'tokenizer',
  trainer: 'trainer',
  'trainer.batchSize': 'batch size',
  'trainer.from': 'initial weights',
  'trainer.steps': 'steps',
};

/** Whether a path lies at or below another. */
export const isBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}.`);

export const isMethod = (path: string): boolean => methodSlots.has(slotOf(path));

export const isHarmless = (path: string): boolean => [...harmless].some((ancestor) => isBelow(path, ancestor));

/** What a path of the configuration is about, in words: `steps`, `learning rate`, `towers`. */
export function kindOf(path: string): string {
  const fitting = Object.keys(words).filter((ancestor) => isBelow(path, ancestor));
  return words[fitting.sort((a, b) => b.length - a.length)[0] ?? ''] ?? slotOf(path);
}

const slotOf = (path: string): string => path.split('.')[0]!;
