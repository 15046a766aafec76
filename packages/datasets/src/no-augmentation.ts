import { Augmentation, defineComponent, EvaluationTransform } from '@alignclip/core';
import { z } from 'zod';

/** Training images as evaluation shows them: the run's evaluation transform. */
export const noAugmentation = defineComponent(Augmentation)({
  type: 'no-augmentation',
  options: z.strictObject({}),
  inject: [EvaluationTransform],
  create: (_options, transform) => transform,
});
