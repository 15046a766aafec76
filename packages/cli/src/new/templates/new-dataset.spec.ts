import { describeDataset } from 'alignclip/testing';
import { newDataset } from './new-dataset';

describeDataset('newDataset', () => newDataset.make({}), {
  changed: { size: () => newDataset.make({ size: 16 }) },
  sides: [['train'], ['test']],
  conceptOf: ({ id }) => id.split('-')[0]!,
});
