import { Dataset, defineComponent, unknownName, UserError, type AnyComponent, type Spec } from '@alignclip/core';
import { z } from 'zod';
import { MixedDataset } from './mixed/mixed-dataset';
import { RenamedSplits } from './mixed/renamed-splits';
import { readers } from './readers';
import { shapes } from './shapes';
import { StoredDataset } from './stored/stored-dataset';

const spec = z.custom<Spec<'dataset'>>(
  (value) => z.object({ slot: z.literal('dataset'), type: z.string(), options: z.object() }).safeParse(value).success,
  'is no data set, such as csv({ … })',
);

const components: readonly AnyComponent[] = [...readers, shapes];

/** Several data sets as one: training draws from each by its weight (docs/components). */
export const mixture = defineComponent(Dataset)({
  type: 'mixture',
  options: z.strictObject({
    /** By name; ids begin with it. */
    datasets: z
      .record(
        z.string().regex(/^[^/]+$/, 'must not be empty or have a "/"'),
        z.strictObject({
          dataset: spec,
          /** Its share of the training examples, relative to the others. */
          weight: z.number().positive().default(1),
          /** Our names for its splits, others are left out: `{ 'coco-test': 'val' }`; as they are where left out. */
          splits: z.record(z.string().min(1), z.string().min(1)).optional(),
        }),
      )
      .refine((datasets) => Object.keys(datasets).length > 0, 'names no data set'),
  }),
  create: async ({ datasets }) => {
    const members = [];
    for (const [name, { dataset, weight, splits }] of Object.entries(datasets)) {
      const member = await created(name, dataset);
      members.push({ name, weight, dataset: splits ? new RenamedSplits(member, splits) : member });
    }
    return new MixedDataset(members);
  },
});

async function created(name: string, { type, options }: Spec<'dataset'>): Promise<Dataset> {
  const component = components.find((candidate) => candidate.type === type);
  if (component === undefined) {
    throw unknownName(
      'data set of a mixture',
      type,
      components.map((candidate) => candidate.type),
    );
  }
  try {
    const dataset = (await component.create(options)) as Dataset;
    return dataset instanceof StoredDataset ? dataset.called(`${name} (${type})`) : dataset;
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`mixture: "${name}": ${error.message}`);
    throw error;
  }
}
