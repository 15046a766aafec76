import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { differentiable } from './differentiable';
import { int } from './eager';

/** Rows of a table by index. Shapes: table [rows, d], ids [n] (int32, 0 ≤ id < rows) → [n, d]. */
export function embeddingLookup(table: Tensor2D, ids: Tensor1D): Tensor2D {
  return differentiable([table], {
    forward: (save) => {
      save([ids]);
      return tf.gather(table, ids);
    },
    backward: (gradient, saved) => [addRows(gradient, saved[0] as Tensor1D, table.shape)],
  });
}

/** The sum of the gradient's rows that share an id; wasm lacks UnsortedSegmentSum, its ScatterNd adds repeats too. */
function addRows(gradient: Tensor2D, ids: Tensor1D, shape: [number, number]): Tensor2D {
  const native = customOps();
  if (native) {
    return native.executeSingleOutput('AlignclipEmbeddingGrad', [int('rows', shape[0])], [gradient, ids]) as Tensor2D;
  }
  return tf.getBackend() === 'wasm'
    ? tf.scatterND<tf.Rank.R2>(tf.expandDims(ids, 1), gradient, shape)
    : tf.unsortedSegmentSum(gradient, ids, shape[0]);
}
