import { normalizeRows } from '@alignclip/backend';
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
import { Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { HeadInput, headInputShape, headSides, type HeadSides } from './head-input';

const options = z.strictObject(headInputShape);

/** One matrix for each tower, from its features to the shared space. */
export class LinearHead implements Head {
  readonly embeddingWidth: number;
  private readonly input: HeadInput;

  constructor(sides: HeadSides, given: z.input<typeof options>) {
    const { embeddingWidth, ...rest } = options.parse(given);
    this.embeddingWidth = embeddingWidth;
    this.input = new HeadInput(sides, embeddingWidth, rest);
  }

  embed(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return normalizeRows(this.project(features, modality, pass));
  }

  project(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return this.input.apply(features, modality, pass); // [N, d]
  }
}

export const linearHead = defineComponent(Head)({
  type: 'linear-head',
  options,
  inject: [Parameters, SharingStrategy, ImageEncoder, TextEncoder],
  create: (options, parameters, sharing, image, text) =>
    new LinearHead(headSides(parameters, sharing, { image, text }), options),
});
