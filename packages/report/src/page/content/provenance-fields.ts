import type { RunRecord } from '@alignclip/core';

export interface Field {
  readonly name: string;
  readonly values: readonly string[]; // [records]
  readonly numeric: boolean;
}

type Reader = (record: RunRecord) => string | undefined;
const short = (hash: string): string => hash.slice(0, 12);
const count = (value: number): string => value.toLocaleString('en-US');

/** Where a record says what it was made of; what no record says is left out. */
const words: Readonly<Record<string, Reader>> = {
  variant: ({ variant }) => variant,
  profile: ({ profile }) => profile,
  started: ({ startedAt }) => startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
  key: ({ key }) => short(key),
  'code (git)': ({ provenance: { git } }) => git && short(git),
  'code (hash)': ({ provenance: { code } }) => short(code),
  'data (hash)': ({ provenance: { data } }) => short(data),
  backend: ({ provenance: { backend } }) => backend,
  versions: ({ provenance: { versions } }) =>
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  allocator: ({ provenance: { allocator } }) => allocator,
  'own kernels': ({ provenance: { customOps } }) => (customOps === undefined ? undefined : customOps ? 'yes' : 'no'),
  host: ({ provenance: { host } }) => host,
  'tuning protocol': ({ tuning }) => tuning?.protocol,
};

const numbers: Readonly<Record<string, Reader>> = {
  seed: ({ seed }) => String(seed),
  'training (s)': ({ seconds }) => seconds.train.toFixed(1),
  'evaluation (s)': ({ seconds }) => seconds.evaluate.toFixed(1),
  'trained parameters': ({ parameters }) => count(parameters.total),
  'shared parameters': ({ parameters }) => count(parameters.shared),
  threads: ({ provenance: { threads } }) => threads?.toString(),
  'tuning trials': ({ tuning }) => tuning?.trials.toString(),
};

/** Every field that some record has, the variant and the seed first. */
export function provenanceFields(records: readonly RunRecord[]): Field[] {
  const { variant, ...others } = words;
  const fields: [string, Reader, boolean][] = [
    ['variant', variant!, false],
    ...Object.entries(numbers).map(([name, read]): [string, Reader, boolean] => [name, read, true]),
    ...Object.entries(others).map(([name, read]): [string, Reader, boolean] => [name, read, false]),
  ];
  return fields
    .map(([name, read, numeric]) => ({ name, numeric, values: records.map((record) => read(record) || '–') }))
    .filter(({ values }) => values.some((value) => value !== '–'));
}
