import { matMul, tf } from '@alignclip/backend';
import { UserError, type Parameter, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from '@alignclip/core';
import { normal, uniform, type Scope } from '@alignclip/nn';
import { sincosPositions } from './sincos-positions';

export interface PatchTokenOptions {
  readonly imageSize: number;
  readonly patchSize: number;
  readonly width: number;
  readonly hasClassToken: boolean;
  readonly registers: number;
  readonly positions: 'learned' | 'sincos';
}

/** From images to the tokens of a transformer: class token, registers (which have no position), patches row by row. */
export class PatchTokens {
  /** Tokens before the patches. */
  readonly extra: number;
  readonly count: number;
  private readonly patches: number;
  private readonly kernel: Parameter<[number, number]>;
  private readonly classToken?: Parameter<[number]>;
  private readonly registers?: Parameter<[number, number]>;
  private readonly positions?: Parameter<[number, number]>;

  constructor(
    scope: Scope,
    private readonly options: PatchTokenOptions,
  ) {
    const { imageSize, patchSize, width, hasClassToken, registers } = options;
    if (imageSize % patchSize !== 0)
      throw new UserError(`option "patchSize" = ${patchSize} does not divide "imageSize" = ${imageSize}`);
    const inputs = patchSize ** 2 * 3;
    const init = normal(width ** -0.5);
    const own = hasClassToken ? 1 : 0;
    this.patches = (imageSize / patchSize) ** 2;
    this.extra = own + registers;
    this.count = this.extra + this.patches;
    this.kernel = scope.parameter('patch-embedding/kernel', [inputs, width], uniform(inputs ** -0.5));
    if (hasClassToken) this.classToken = scope.parameter('class-token', [width], init);
    if (registers > 0) this.registers = scope.parameter('registers', [registers, width], init);
    if (options.positions === 'learned')
      this.positions = scope.parameter('positions', [own + this.patches, width], init);
    else sincosPositions(1, width); // refuses a width that four does not divide
  }

  /** [N, S, S, 3] to [N * count, width]. */
  rows(images: Tensor4D): Tensor2D {
    const { width, patchSize } = this.options;
    const shape = [images.shape[0], this.patches, width] as const;
    const patches = tf.reshape<tf.Rank.R3>(matMul(patchRows(images, patchSize), this.kernel), [...shape]);
    const sequence = this.withRegisters(this.withPositions(patches));
    return tf.reshape(sequence, [images.shape[0] * this.count, width]);
  }

  private withPositions(patches: Tensor3D): Tensor3D {
    const { classToken, positions } = this;
    const sequence = (rest: Tensor3D) => (classToken ? tf.concat([onEach(rest, classToken, 1), rest], 1) : rest);
    if (positions) return tf.add(sequence(patches), positions);
    const { width } = this.options;
    const fixed = tf.tensor2d(sincosPositions(Math.sqrt(this.patches), width), [this.patches, width]);
    return sequence(tf.add(patches, fixed));
  }

  private withRegisters(sequence: Tensor3D): Tensor3D {
    const { classToken, registers } = this;
    if (!registers) return sequence;
    const own = onEach(sequence, registers, registers.shape[0]);
    if (!classToken) return tf.concat([own, sequence], 1);
    const [first, others] = tf.split(sequence, [1, this.patches], 1) as [Tensor3D, Tensor3D];
    return tf.concat([first, own, others], 1);
  }
}

/** Tokens for each example of a batch; the gradient of tile would take one example at a time. */
const onEach = (sequence: Tensor3D, tokens: Tensor, count: number): Tensor3D =>
  tf.add(tf.zeros([sequence.shape[0], count, sequence.shape[2]]), tokens);

/** Images [N, S, S, 3] to one row per patch, [N * (S/p)², p * p * 3]: patches row by row, values by row, column, channel. */
export function patchRows(images: Tensor4D, patch: number): Tensor2D {
  const [batch, size, , channels] = images.shape;
  const grid = size / patch;
  const cut = tf.reshape(images, [batch, grid, patch, grid, patch * channels]);
  return tf.reshape(tf.transpose(cut, [0, 1, 3, 2, 4]), [batch * grid * grid, patch * patch * channels]);
}
