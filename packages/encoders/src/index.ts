import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './clip-tokenizer';
export * from './compact-vocabulary';
export * from './components';
export { hasWeights as hasEfficientNet } from './efficient-net/pretrained-weights';
export * from './text-cleaning';
export { headsOf } from './tower-options';
export const encoderComponents = componentsOf(all);
