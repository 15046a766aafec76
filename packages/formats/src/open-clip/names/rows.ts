import type { NameRow } from '../naming';

/** A LayerNorm. */
export const norm = (official: string, path: string): NameRow[] => [
  [`${official}.weight`, `${path}/scale`, 'same'],
  [`${official}.bias`, `${path}/bias`, 'same'],
];

/** A linear layer, whose name goes on with `weight` and `bias`. */
export const linear = (official: string, path: string): NameRow[] => [
  [`${official}weight`, `${path}/kernel`, 'transposed'],
  [`${official}bias`, `${path}/bias`, 'same'],
];

/** The projection that open_clip puts behind a trunk of timm. */
export const timmHead: readonly NameRow[] = [
  ['visual.head.proj.weight', 'image/projection', 'transposed'],
  ['visual.head.proj.bias', 'image/projection-bias', 'same'],
  ...linear('visual.head.mlp.fc1.', 'image/projection/input'),
  ...linear('visual.head.mlp.fc2.', 'image/projection/output'),
];
