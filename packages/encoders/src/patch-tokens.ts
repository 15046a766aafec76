import { embeddingLookup, matMul, tf } from '@alignclip/backend';
import {
  UserError,
  type Parameter,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type TrainingPass,
} from '@alignclip/core';
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

/** The patches that are kept of each image, in their order: [N * count], numbers from 0 within an image. */
export interface KeptPatches {
  readonly count: number;
  readonly places: Tensor1D;
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

  /** [N, S, S, 3] to [N * count, width]; of the patches only those that are kept, if any are dropped. */
  rows(images: Tensor4D, kept?: KeptPatches): Tensor2D {
    const { width, patchSize } = this.options;
    const [batch] = images.shape;
    const pixels = patchRows(images, patchSize);
    const shown = kept ? tf.gather(pixels, inBatch(kept.places, batch, this.patches)) : pixels;
    const count = kept?.count ?? this.patches;
    const patches = tf.reshape<tf.Rank.R3>(matMul(shown, this.kernel), [batch, count, width]);
    const positioned = kept ? this.withPositionsOf(patches, kept) : this.withPositions(patches);
    return tf.reshape(this.withRegisters(positioned), [batch * (this.extra + count), width]);
  }

  /**
   * The patches of each image with the smallest numbers of its row, max(1, ⌊patches · (1 − share)⌋) of them, as in FLIP
   * (Li et al., arXiv 2212.00794) and open_clip's PatchDropout.
   */
  keep(share: number, pass: TrainingPass): KeptPatches {
    const { patches } = this;
    const count = Math.max(1, Math.floor(patches * (1 - share)));
    const draws = pass.uniform('patch-dropout', patches);
    const smallest = placesOfSmallest(draws.dataSync<'float32'>(), patches, count);
    return { count, places: tf.tensor1d(smallest, 'int32') };
  }

  private withPositions(patches: Tensor3D): Tensor3D {
    const { classToken, positions } = this;
    const sequence = (rest: Tensor3D) => (classToken ? tf.concat([onEach(rest, classToken, 1), rest], 1) : rest);
    if (positions) return tf.add(sequence(patches), positions);
    const { width } = this.options;
    const fixed = tf.tensor2d(sincosPositions(Math.sqrt(this.patches), width), [this.patches, width]);
    return sequence(tf.add(patches, fixed));
  }

  private withPositionsOf(patches: Tensor3D, { count, places }: KeptPatches): Tensor3D {
    const { classToken, positions } = this;
    const own = classToken ? 1 : 0;
    const { width } = this.options;
    const rows = positions
      ? embeddingLookup(positions, tf.add(places, tf.scalar(own, 'int32')))
      : tf.gather(tf.tensor2d(sincosPositions(Math.sqrt(this.patches), width), [this.patches, width]), places);
    const positioned = tf.add<Tensor3D>(patches, tf.reshape(rows, [-1, count, width]));
    if (!classToken) return positioned;
    const first = positions ? tf.add<Tensor>(classToken, tf.slice(positions, [0, 0], [1, width])) : classToken;
    return tf.concat([onEach(positioned, first, 1), positioned], 1);
  }

  private withRegisters(sequence: Tensor3D): Tensor3D {
    const { classToken, registers } = this;
    if (!registers) return sequence;
    const own = onEach(sequence, registers, registers.shape[0]);
    if (!classToken) return tf.concat([own, sequence], 1);
    const [first, others] = tf.split(sequence, [1, sequence.shape[1] - 1], 1) as [Tensor3D, Tensor3D];
    return tf.concat([first, own, others], 1);
  }
}

/** Tokens for each example of a batch; the gradient of tile would take one example at a time. */
const onEach = (sequence: Tensor3D, tokens: Tensor, count: number): Tensor3D =>
  tf.add(tf.zeros([sequence.shape[0], count, sequence.shape[2]]), tokens);

/** From places within an image to rows of the batch. */
const inBatch = (places: Tensor1D, batch: number, patches: number): Tensor1D =>
  tf.reshape(
    tf.add(tf.reshape(places, [batch, -1]), tf.expandDims(tf.range(0, batch * patches, patches, 'int32'), 1)),
    [-1],
  );

/** Of each row of numbers in [0, 1), multiples of 2⁻²⁴: where its `count` smallest are, in order; of equals the first. */
function placesOfSmallest(draws: Float32Array, columns: number, count: number): Int32Array {
  const rows = draws.length / columns;
  const places = new Int32Array(rows * count);
  const ranked = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      ranked[column] = draws[row * columns + column]! * 2 ** 24 * columns + column;
    const smallest = ranked.sort().subarray(0, count);
    places.set(Int32Array.from(smallest, (value) => value % columns).sort(), row * count);
  }
  return places;
}

/** Images [N, S, S, 3] to one row per patch, [N * (S/p)², p * p * 3]: patches row by row, values by row, column, channel. */
export function patchRows(images: Tensor4D, patch: number): Tensor2D {
  const [batch, size, , channels] = images.shape;
  const grid = size / patch;
  const cut = tf.reshape(images, [batch, grid, patch, grid, patch * channels]);
  return tf.reshape(tf.transpose(cut, [0, 1, 3, 2, 4]), [batch * grid * grid, patch * patch * channels]);
}
