import { biasGelu, normalizeRows } from '@alignclip/backend';
import {
  defineComponent,
  Head,
  ImageEncoder,
  SharingStrategy,
  TextEncoder,
  type Modality,
  type Tensor2D,
  type TrainingPass,
} from '@alignclip/core';
import { Parameters, type Linear } from '@alignclip/nn';
import { z } from 'zod';
import {
  dropoutIn,
  HeadInput,
  headInputShape,
  headSides,
  innerDropout,
  ofSides,
  torchLinear,
  type HeadSides,
} from './head-input';

const options = z.strictObject({
  ...headInputShape,
  width: z.int().positive().default(512).describe('hidden units'),
  innerDropout,
});
type Options = z.output<typeof options>;

/** Two layers with GELU between them: a matrix for each tower to the hidden units, then a projection. */
export class MlpHead implements Head {
  readonly embeddingWidth: number;
  private readonly options: Options;
  private readonly input: HeadInput;
  private readonly projections: Readonly<Record<Modality, Linear>>;

  constructor(sides: HeadSides, given: z.input<typeof options>) {
    this.options = options.parse(given);
    const { embeddingWidth, width } = this.options;
    this.embeddingWidth = embeddingWidth;
    this.input = new HeadInput(sides, width, this.options);
    this.projections = ofSides((side) => torchLinear(sides[side].scope.child('projection'), width, embeddingWidth));
  }

  embed(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return normalizeRows(this.project(features, modality, pass));
  }

  project(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    const { product, bias } = this.input.product(features, modality, pass);
    const hidden = biasGelu(product, bias);
    const shown = dropoutIn(hidden, this.options.innerDropout, `head/${modality}/hidden`, pass);
    return this.projections[modality].apply(shown); // [N, d]
  }
}

export const mlpHead = defineComponent(Head)({
  type: 'mlp-head',
  options,
  inject: [Parameters, SharingStrategy, ImageEncoder, TextEncoder],
  create: (options, parameters, sharing, image, text) =>
    new MlpHead(headSides(parameters, sharing, { image, text }), options),
});
