import { captionBatches } from '../step/caption-batches';
import { shapes, type Shape } from '../step/shapes';
import type { StepTask } from '../step/task';
import type { AxisName, ScaleOptions } from './scale-options';

export interface Point {
  readonly value: number;
  readonly task: StepTask | DataTask;
}

/** One quantity that grows while all others stay. */
export interface Axis {
  readonly name: AxisName;
  /** The program that measures a point. */
  readonly worker: 'step-worker.ts' | 'data-worker.ts';
  readonly points: readonly Point[];
}

const batchSizes = [32, 64, 128, 256];
const chunks = [16, 32, 64, 128, 256];
const widths = [64, 128, 256, 512];
const sizes = [2_000, 4_000, 8_000, 16_000, 32_000];

type Change = Partial<Shape> & Pick<StepTask, 'accumulate'>;

/** A training step of AlignCLIP on padded captions. */
async function stepPoint(value: number, { accumulate = 1, ...change }: Change, threads: number): Promise<Point> {
  const shape = { ...shapes.tiny, ...change };
  const data = await captionBatches(shape);
  return { value, task: { ...shape, ...data, variant: 'AlignCLIP', threads, accumulate, trim: false, compile: false } };
}

export async function axes({ axes: wanted, threads }: ScaleOptions): Promise<Axis[]> {
  const steps = (values: readonly number[], change: (value: number) => Change): Promise<Point[]> =>
    Promise.all(values.map((value) => stepPoint(value, change(value), threads)));
  const make: Record<AxisName, () => Promise<Axis>> = {
    batch: async () => ({
      name: 'batch',
      worker: 'step-worker.ts',
      points: await steps(batchSizes, (batchSize) => ({ batchSize })),
    }),
    chunk: async () => ({
      name: 'chunk',
      worker: 'step-worker.ts',
      points: await steps(chunks, (chunk) => ({ batchSize: 256, accumulate: 256 / chunk })),
    }),
    width: async () => ({
      name: 'width',
      worker: 'step-worker.ts',
      points: await steps(widths, (width) => ({ width, heads: width / 32, embeddingWidth: width, batchSize: 32 })),
    }),
    examples: async () => ({
      name: 'examples',
      worker: 'data-worker.ts',
      points: sizes.map((examples) => ({ value: examples, task: { examples, batchSize: 128 } })),
    }),
  };
  return Promise.all(wanted.map((name) => make[name]()));
}

/** A data set of so many images of 64 × 64, of which batches of crops are made. */
export interface DataTask {
  readonly examples: number;
  readonly batchSize: number;
}
