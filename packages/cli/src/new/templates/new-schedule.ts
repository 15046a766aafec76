import { defineComponent, Schedule, z } from 'alignclip';

/** Learning rate rate · (1 − t / T) at step t (from 0) of T. */
export const newSchedule = defineComponent(Schedule)({
  type: 'new-schedule',
  options: z.strictObject({ rate: z.number().positive().default(1e-3).describe('learning rate at step 0') }),
  create: ({ rate }) => ({ learningRate: (step, steps) => rate * (1 - step / steps) }),
});
