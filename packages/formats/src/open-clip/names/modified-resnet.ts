import type { StoredTensor } from '../../stored-tensor';
import type { NameRow } from '../naming';
import { linear, norm } from './rows';

/** A convolution without bias and its batch norm. */
const unit = (conv: string, batchNorm: string, path: string, ours: readonly [string, string]): NameRow[] => [
  [`${conv}.weight`, `${path}/${ours[0]}/kernel`, 'convolution'],
  ...norm(batchNorm, `${path}/${ours[1]}`),
  [`${batchNorm}.running_mean`, `${path}/${ours[1]}/running-mean`, 'same'],
  [`${batchNorm}.running_var`, `${path}/${ours[1]}/running-variance`, 'same'],
];

const units = (official: string, path: string): NameRow[] =>
  [1, 2, 3].flatMap((i) => unit(`${official}.conv${i}`, `${official}.bn${i}`, path, [`conv-${i}`, `norm-${i}`]));

/** open_clip's ModifiedResNet; what its attention's output projection is there, is our projection. */
export const modifiedResnet: readonly NameRow[] = [
  ...units('visual', 'image/stem'),
  ...[0, 1, 2, 3].flatMap((stage) => {
    const [official, path] = [`visual.layer${stage + 1}.#`, `image/stages/${stage}/blocks/#`];
    return [
      ...units(official, path),
      ...unit(`${official}.downsample.0`, `${official}.downsample.1`, path, ['down', 'down-norm']),
    ];
  }),
  ['visual.attnpool.positional_embedding', 'image/pooling/positions', 'same'],
  ...linear('visual.attnpool.q_proj.', 'image/pooling/attention/query'),
  ...linear('visual.attnpool.k_proj.', 'image/pooling/attention/key'),
  ...linear('visual.attnpool.v_proj.', 'image/pooling/attention/value'),
  ['visual.attnpool.c_proj.weight', 'image/projection', 'transposed'],
  ['visual.attnpool.c_proj.bias', 'image/projection-bias', 'same'],
];

/** With PyTorch's count of batches for each batch norm, which nothing depends on. */
export function withBatchCounts(stateDict: Map<string, StoredTensor>): Map<string, StoredTensor> {
  for (const name of [...stateDict.keys()]) {
    if (!name.endsWith('.running_mean')) continue;
    const count = name.replace(/running_mean$/, 'num_batches_tracked');
    stateDict.set(count, { dtype: 'I64', shape: [], data: new BigInt64Array(1) });
  }
  return stateDict;
}
