import { defineComponent, EvaluationTransform, ImageEncoder } from '@alignclip/core';
import { z } from 'zod';
import { evaluationTransform } from './transforms/evaluation-transform';

/** Shortest edge to the encoder's input, central square (the official evaluation images). */
export const centerCrop = defineComponent(EvaluationTransform)({
  type: 'center-crop',
  options: z.strictObject({}),
  inject: [ImageEncoder],
  create: (_options, encoder) => evaluationTransform(encoder.size),
});
