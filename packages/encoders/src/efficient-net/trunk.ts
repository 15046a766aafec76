import type { Tensor4D } from '@alignclip/core';
import type { Scope } from '@alignclip/nn';
import type { Architecture } from './architecture';
import { InvertedResidual, Unit, type Source } from './blocks';
import type { InitialValues } from './pretrained-weights';

/** What isn't trained: the stem and so many stages, or `all`, the last convolution included. */
export type Freeze = 'all' | 'none' | number;

/** From images to maps, [N, H, W, C] → [N, H', W', C']. */
export interface TrunkPart {
  apply(x: Tensor4D): Tensor4D;
}

/** Stem, blocks and last convolution, in their order; names are those of the weights file. */
export function trunkOf(
  scope: Scope,
  { stem, stages, features }: Architecture,
  { values, freeze }: { readonly values: InitialValues; readonly freeze: Freeze },
): TrunkPart[] {
  const frozenStages = freeze === 'all' ? stages.length : freeze === 'none' ? 0 : freeze;
  const at = (folder: Scope, isTrained: boolean): Source => ({ scope: folder, values, isTrained });
  const first = { kind: 'full', size: 3, stride: 2, inputs: 3, outputs: stem, isActivated: true } as const;
  const parts: TrunkPart[] = [
    new Unit(at(scope.child('stem'), freeze === 'none'), first, { convolution: '_conv_stem', norm: '_bn0' }),
  ];
  let inputs = stem;
  stages.forEach((stage, i) => {
    const folder = scope.child('stages').child(i);
    for (let j = 0; j < stage.depth; j += 1) {
      const shape = { ...stage, stride: j === 0 ? stage.stride : 1 };
      const name = `_blocks.${parts.length - 1}`;
      parts.push(new InvertedResidual(at(folder.child(j), i >= frozenStages), inputs, shape, name));
      inputs = stage.width;
    }
  });
  const last = { kind: 'full', size: 1, inputs, outputs: features, isActivated: true } as const;
  const names = { convolution: '_conv_head', norm: '_bn1' };
  return [...parts, new Unit(at(scope.child('last'), freeze !== 'all'), last, names)];
}
