import { gelu, linear, matMul, normalizeRows, tf } from '@alignclip/backend';
import { UserError, type Parameter, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { LayerNorm, Linear, normal, zeros, type Scope } from '@alignclip/nn';
import { z } from 'zod';

/** Options of what stands between a tower's features and the shared space. */
export const headShape = {
  embeddingWidth: z.int().positive().default(128).describe('width d of the shared space, equal in both towers'),
  projection: z
    .enum(['linear', 'mlp', 'none'])
    .default('linear')
    .describe('from features to the shared space: a matrix, two layers with GELU and 2d hidden units, or nothing'),
  projectionBias: z.boolean().default(false).describe('whether the last layer of the projection has a bias'),
};
export type HeadOptions = z.output<z.ZodObject<typeof headShape>>;

/** Those of a projection that may also be open_clip's behind text towers from Hugging Face. */
export type ProjectionOptions = Omit<HeadOptions, 'projection'> & {
  readonly projection: HeadOptions['projection'] | 'plain-mlp';
};

/** The option of towers that can be those of pretrained weights. */
export const normEpsilon = z
  .number()
  .positive()
  .default(1e-5)
  .describe('ε of every LayerNorm: 1e-5 in CLIP, 1e-6 in SigLIP and ConvNeXt');

/** From features to unit rows in the shared space: `post-norm` for whoever pools, unless it has none, projection, L2-normalisation. */
export class ProjectionHead {
  /** Addresses of all that comes before the projection, where a tower makes its head last. */
  readonly trunk: readonly string[];
  private readonly norm?: LayerNorm;
  private readonly projectRows: (features: Tensor2D) => Tensor2D;

  constructor(
    scope: Scope,
    width: number,
    options: HeadOptions & { readonly normEpsilon?: number },
    { hasNorm = true } = {},
  ) {
    if (hasNorm) this.norm = new LayerNorm(scope.child('post-norm'), width, options.normEpsilon);
    this.trunk = scope.addresses;
    this.projectRows = projection(scope, width, options);
  }

  /** The tower's last LayerNorm, row by row, [n, width]. */
  normalised(rows: Tensor2D): Tensor2D {
    return this.norm ? this.norm.apply(rows) : rows;
  }

  /** Before L2-normalisation, [N, d]. */
  project(features: Tensor2D): Tensor2D {
    return this.projectRows(features);
  }

  /** Unit rows, [N, d]. */
  embed(features: Tensor2D): Tensor2D {
    return normalizeRows(this.project(features));
  }
}

/** From features [N, width] to the shared space, [N, d], before L2-normalisation. */
export function projection(scope: Scope, width: number, options: ProjectionOptions): (features: Tensor2D) => Tensor2D {
  const { embeddingWidth, projectionBias } = options;
  if (options.projection === 'none') return unprojected(width, embeddingWidth);
  if (options.projection === 'linear') {
    const kernel = scope.parameter('projection', [width, embeddingWidth], normal(width ** -0.5));
    const bias = projectionBias && scope.parameter('projection-bias', [embeddingWidth], zeros);
    return (features) => affine(features, kernel, bias);
  }
  const folder = scope.child('projection');
  if (options.projection === 'plain-mlp') return plainMlp(folder, width, embeddingWidth);
  const hidden = 2 * embeddingWidth;
  const input = new Linear(folder.child('input'), width, hidden, normal(width ** -0.5));
  const kernel = folder.parameter('output/kernel', [hidden, embeddingWidth], normal(hidden ** -0.5));
  const bias = projectionBias && folder.parameter('output/bias', [embeddingWidth], zeros);
  return (features) => affine(gelu(input.apply(features)), kernel, bias);
}

/** Two matrices with GELU between them. Source: open_clip, HFTextEncoder. */
function plainMlp(scope: Scope, width: number, embeddingWidth: number): (features: Tensor2D) => Tensor2D {
  const hidden = Math.floor((width + embeddingWidth) / 2);
  const input = scope.parameter('input/kernel', [width, hidden], normal(width ** -0.5));
  const output = scope.parameter('output/kernel', [hidden, embeddingWidth], normal(hidden ** -0.5));
  return (features) => matMul(gelu(matMul(features, input)), output);
}

const affine = (rows: Tensor2D, kernel: Parameter<[number, number]>, bias: Tensor1D | false): Tensor2D =>
  bias ? linear(rows, kernel, bias) : matMul(rows, kernel);

function unprojected(width: number, embeddingWidth: number): (features: Tensor2D) => Tensor2D {
  if (embeddingWidth !== width)
    throw new UserError(
      `option "embeddingWidth" = ${embeddingWidth} with projection "none": the features are ${width} wide; set it to ${width}, or use projection "linear"`,
    );
  return (features) => tf.clone(features);
}
