import { dropout, layerNorm, matMul, tf, type Dropped } from '@alignclip/backend';
import {
  modalities,
  UserError,
  type ImageEncoder,
  type Modality,
  type SharingStrategy,
  type Tensor2D,
  type TextEncoder,
  type TrainingPass,
} from '@alignclip/core';
import { headScope, Linear, uniform, type ParameterStore, type Scope } from '@alignclip/nn';
import { z } from 'zod';

const share = z.number().min(0).lt(1);

/** Options of every head. */
export const headInputShape = {
  embeddingWidth: z.int().positive().default(256).describe('width d of the shared space'),
  normalise: z
    .boolean()
    .default(true)
    .describe('whether each row of features gets mean 0 and variance 1 first, without parameters'),
  dropout: share.default(0.3).describe('share of the features that each step of the training leaves out'),
};

export const innerDropout = share
  .default(0.1)
  .describe('share of the values before each sum of a block, or before the projection, that training leaves out');

export type HeadInputOptions = z.output<z.ZodObject<typeof headInputShape>>;

/** Where the parameters of one side of a head are, and the width of the features it takes. */
interface HeadSide {
  readonly scope: Scope;
  readonly width: number;
}

export type HeadSides = Readonly<Record<Modality, HeadSide>>;

/** Both sides of a head on these towers. Throws UserError where one of them has no features. */
export function headSides(
  parameters: ParameterStore,
  sharing: SharingStrategy,
  towers: { readonly image: ImageEncoder; readonly text: TextEncoder },
): HeadSides {
  const side = (tower: Modality): HeadSide => {
    const { featureWidth } = towers[tower];
    if (featureWidth === undefined || !('features' in towers[tower]))
      throw new UserError(`head: the ${tower} encoder offers no features; use one that does, or leave out the head`);
    return { scope: headScope(parameters, sharing, tower), width: featureWidth };
  };
  return { image: side('image'), text: side('text') };
}

/** LayerNorm without parameters, dropout, then a matrix with bias for each tower (`adapter`): [N, w] → [N, width]. */
export class HeadInput {
  private readonly adapters: Readonly<Record<Modality, Linear>>;

  constructor(
    sides: HeadSides,
    width: number,
    private readonly options: Pick<HeadInputOptions, 'normalise' | 'dropout'>,
  ) {
    const adapter = ({ scope, width: inputs }: HeadSide) => torchLinear(scope.child('adapter'), inputs, width);
    this.adapters = { image: adapter(sides.image), text: adapter(sides.text) };
  }

  apply(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return this.adapters[modality].apply(this.shown(features, modality, pass));
  }

  /** The same before its bias is added. */
  product(features: Tensor2D, modality: Modality, pass?: TrainingPass) {
    const { kernel, bias } = this.adapters[modality];
    return { product: matMul(this.shown(features, modality, pass), kernel), bias };
  }

  private shown(features: Tensor2D, modality: Modality, pass: TrainingPass | undefined): Tensor2D {
    const rows = this.options.normalise ? standardised(features) : features;
    return dropoutIn(rows, this.options.dropout, `head/${modality}/features`, pass);
  }
}

/** A layer with PyTorch's initial values, U(−1/√inputs, 1/√inputs) for kernel and bias. */
export const torchLinear = (scope: Scope, inputs: number, outputs: number): Linear =>
  new Linear(scope, inputs, outputs, uniform(inputs ** -0.5), uniform(inputs ** -0.5));

/** Both sides by modality. */
export const ofSides = <T>(make: (modality: Modality) => T): Readonly<Record<Modality, T>> =>
  Object.fromEntries(modalities.map((modality) => [modality, make(modality)])) as Record<Modality, T>;

function standardised(x: Tensor2D): Tensor2D {
  const width = x.shape[1];
  return layerNorm(x, tf.ones([width]), tf.zeros([width]));
}

/** What training leaves out of rows by the draws of that name; undefined where nothing is. */
export const droppedBy = (pass: TrainingPass | undefined, rate: number, name: string): Dropped | undefined =>
  pass === undefined || rate === 0 ? undefined : { words: pass.words(name), rate };

/** In training, without what is left out; x otherwise. */
export function dropoutIn(x: Tensor2D, rate: number, name: string, pass: TrainingPass | undefined): Tensor2D {
  const dropped = droppedBy(pass, rate, name);
  return dropped === undefined ? x : dropout(x, dropped);
}
