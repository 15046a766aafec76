import type { NameRow } from '../naming';
import { linear, norm, timmHead } from './rows';

const convolution = (
  official: string,
  path: string,
  layout: 'convolution' | 'depthwise' = 'convolution',
): NameRow[] => [
  [`${official}.weight`, `${path}/kernel`, layout],
  [`${official}.bias`, `${path}/bias`, 'same'],
];

const block = 'visual.trunk.stages.#.blocks.#';

/** timm's ConvNeXt as the trunk of an image tower of open_clip. */
export const timmConvNext: readonly NameRow[] = [
  ...convolution('visual.trunk.stem.0', 'image/stem'),
  ...norm('visual.trunk.stem.1', 'image/stem-norm'),
  ...norm('visual.trunk.stages.#.downsample.0', 'image/stages/#/down-norm'),
  ...convolution('visual.trunk.stages.#.downsample.1', 'image/stages/#/down'),
  ...convolution(`${block}.conv_dw`, 'image/stages/#/blocks/#/depthwise', 'depthwise'),
  ...norm(`${block}.norm`, 'image/stages/#/blocks/#/norm'),
  ...linear(`${block}.mlp.fc1.`, 'image/stages/#/blocks/#/mlp/input'),
  ...linear(`${block}.mlp.fc2.`, 'image/stages/#/blocks/#/mlp/output'),
  [`${block}.gamma`, 'image/stages/#/blocks/#/scale', 'same'],
  ...norm('visual.trunk.head.norm', 'image/post-norm'),
  ...timmHead,
];
