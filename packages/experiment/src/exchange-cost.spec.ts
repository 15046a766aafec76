import { numbersAtOnce } from '@alignclip/backend';
import { answersOf, hasTensorflow, noTensorflow } from '@alignclip/backend/testing';
import { describeWhere } from '@alignclip/core/testing';
import { exchangeCost } from '@alignclip/training';
import { join } from 'node:path';
import type { CountedStep } from './testing/exchange-program';

const program = join(__dirname, 'testing/exchange-program.ts');

jest.setTimeout(300_000);

describeWhere(hasTensorflow(), noTensorflow, 'exchangeCost', () => {
  it.each([2, 4])('is what TensorFlow is given to exchange, %i workers', async (workers) => {
    for (const steps of await answersOf<CountedStep[]>(program, workers)) {
      expect(steps).toHaveLength(2);
      for (const { bytes, transfers, ...step } of steps) {
        expect(step.parameters).toBeGreaterThan(numbersAtOnce);
        expect(exchangeCost({ workers, ...step })).toEqual({ bytes, transfers });
      }
    }
  });
});
