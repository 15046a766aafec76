import type { Dataset } from 'alignclip';
import { describeDataset } from '@alignclip/datasets/testing';
import { swatches } from './swatches';

const make = (options = {}) => swatches.create(swatches(options).options) as Dataset;

describeDataset('swatches', () => make(), {
  changed: { size: () => make({ size: 16 }) },
  sides: [['train'], ['test']],
  conceptOf: ({ id }) => id.split('-')[0]!,
});
