import { selectBackend } from '@alignclip/backend';
import { hasTensorflow, noTensorflow, withoutCustomOps } from '@alignclip/backend/testing';
import { describeWhere } from '@alignclip/core/testing';
import { taskOf } from './compare-steps';
import { countStep } from './step-counts';

/** The most operations of a step at tiny, captions. A change that needs more is to be worth it on a GPU too. */
const most = { CLIP: 796, SharedCLIP: 847, AlignCLIP: 896 } as const;
const cases = (Object.keys(most) as (keyof typeof most)[]).map((variant) => [variant, most[variant]] as const);

describeWhere(hasTensorflow(), noTensorflow, 'a step without our own operations, as on a GPU', () => {
  withoutCustomOps(selectBackend);

  it.each(cases)(
    'of %s asks for at most %i operations, makes few tensors, and reads nothing until the update',
    async (variant, limit) => {
      const task = await taskOf({ shape: 'tiny', text: 'captions', variant }, 1);
      const counts = await countStep({
        ...task,
        batchSize: 8,
        batches: task.batches.map((ids) => ids.slice(0, 8 * 77)),
      });
      expect(counts.total).toBeLessThanOrEqual(limit);
      expect(counts.uploads).toBeLessThanOrEqual(2); // what the step's number changes in AdamW
      expect(counts.hostTensors).toBeLessThanOrEqual(1); // the rows of the end tokens
      expect(counts.readsBeforeUpdate).toBe(0);
      expect(counts.readsAfterUpdate).toBeLessThanOrEqual(4); // losses and logit scale
      expect(counts.operations['ResourceApplyAdam']).toBeGreaterThan(0); // it is a whole step that is counted
    },
  );
});
