export { adamWStep, type AdamWSettings, type AdamWState, type AdamWUpdate } from './adam-w-step';
export { attention, type AttentionShape, shiftedAttention } from './attention';
export { attentionBranch, type AttentionBranch } from './attention-branch';
export {
  type ColumnActivation,
  columnMoments,
  type ColumnMoments,
  columnNorm,
  type ColumnNorm,
} from './column-norm';
export { crossEntropyWithDiagonal } from './cross-entropy-with-diagonal';
export { differentiable, type Differentiable } from './differentiable';
export { embeddingLookup } from './embedding-lookup';
export { biasGelu, gelu, quickGelu } from './gelu';
export { layerNorm } from './layer-norm';
export { linear, matMul } from './mat-mul';
export { mlpBranch, type MlpBranch } from './mlp-branch';
export { normalizeRows } from './normalize-rows';
export { rowProduct, rowsAreIndependent } from './row-product';
