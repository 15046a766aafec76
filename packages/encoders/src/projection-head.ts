import { matMul, normalizeRows } from '@alignclip/backend';
import type { Parameter, Tensor2D } from '@alignclip/core';
import { LayerNorm, normal, type Scope } from '@alignclip/nn';

/** From one read-out row per example to the shared space: LayerNorm, projection without bias, L2-normalisation. */
export class ProjectionHead {
  private readonly norm: LayerNorm;
  private readonly projection: Parameter<[number, number]>;

  constructor(scope: Scope, width: number, embeddingWidth: number) {
    this.norm = new LayerNorm(scope.child('post-norm'), width);
    this.projection = scope.parameter('projection', [width, embeddingWidth], normal(width ** -0.5));
  }

  /** The input of the projection, [N, width]. */
  normalised(rows: Tensor2D): Tensor2D {
    return this.norm.apply(rows);
  }

  /** Before normalisation, [N, d]. */
  project(rows: Tensor2D): Tensor2D {
    return matMul(this.normalised(rows), this.projection);
  }

  /** Unit rows, [N, d]. */
  embed(rows: Tensor2D): Tensor2D {
    return normalizeRows(this.project(rows));
  }
}
