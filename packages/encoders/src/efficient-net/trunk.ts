import type { TrainingPass } from '@alignclip/core';
import type { BatchNorm, Scope } from '@alignclip/nn';
import type { Architecture } from './architecture';
import { InvertedResidual, Unit, type Maps, type Source } from './blocks';

/** What isn't trained: the stem and so many stages, or `all`, the last convolution included. */
export type Freeze = 'all' | 'none' | number;

export interface TrunkPart {
  readonly norms: readonly BatchNorm[];
  apply(x: Maps, pass?: TrainingPass): Maps;
}

export interface TrunkOptions extends Pick<Source, 'values' | 'statistics'> {
  readonly freeze: Freeze;
}

/** Stem, blocks and last convolution, in their order; names are those of the weights file. */
export function trunkOf(
  scope: Scope,
  { stem, stages, features }: Architecture,
  { freeze, ...source }: TrunkOptions,
): TrunkPart[] {
  const frozenStages = freeze === 'all' ? stages.length : freeze === 'none' ? 0 : freeze;
  const at = (folder: Scope, isTrained: boolean): Source => ({ ...source, scope: folder, isTrained });
  const first = { kind: 'full', size: 3, stride: 2, inputs: 3, outputs: stem } as const;
  const parts: TrunkPart[] = [
    new Unit(at(scope.child('stem'), freeze === 'none'), first, { convolution: '_conv_stem', norm: '_bn0' }),
  ];
  let inputs = stem;
  stages.forEach((stage, i) => {
    const folder = scope.child('stages').child(i).child('blocks');
    for (let j = 0; j < stage.depth; j += 1) {
      const shape = { ...stage, stride: j === 0 ? stage.stride : 1 };
      const name = `_blocks.${parts.length - 1}`;
      parts.push(new InvertedResidual(at(folder.child(j), i >= frozenStages), inputs, shape, name));
      inputs = stage.width;
    }
  });
  const last = { kind: 'pointwise', inputs, outputs: features } as const;
  const names = { convolution: '_conv_head', norm: '_bn1' };
  return [...parts, new Unit(at(scope.child('last'), freeze !== 'all'), last, names)];
}
