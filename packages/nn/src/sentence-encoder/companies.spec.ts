import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selectBackend } from '@alignclip/backend';
import { hasAddOn, noAddOn } from '@alignclip/backend/testing';
import { describeWhere, itWhere } from '@alignclip/core/testing';
import { embedInCompanies, manySentences } from '../testing/companies-program';
import { madeSentenceEncoder } from '../testing/made-sentence-encoder';
import { hasSentenceEncoder } from './model-folder';
import { loadSentenceEncoder } from './sentence-encoder';

const size = { width: 96, inner: 200 };

/** The rows in each company, as another process computes them. */
async function elsewhere(model: string, env: Record<string, string>, sentences = 60): Promise<string[][]> {
  const program = join(__dirname, '../testing/companies-program.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-r', '@alignclip/launchers/typescript', program, model, String(sentences)],
    {
      env: { ...process.env, ...env },
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(stdout) as string[][];
}

const companiesOf = async (model: string, sentences = 60) => {
  await selectBackend();
  const encoder = await loadSentenceEncoder(model);
  const companies = await embedInCompanies(encoder, manySentences(sentences));
  encoder.dispose();
  return companies;
};

/** No row of the second and later companies differs from the first's in a bit. */
const expectEqual = ([first, ...others]: string[][]) => {
  for (const rows of others) expect(rows.filter((row, i) => row !== first![i])).toEqual([]);
};

describe.each(['bert', 'mpnet'] as const)('a row of a %s', (kind) => {
  it('has the same bits in every order and company', async () =>
    expectEqual(await companiesOf(await madeSentenceEncoder(kind, '', size))));

  it.each<[string, Record<string, string>, number]>([
    ['without our own operations', { ALIGNCLIP_CUSTOM_OPS: 'off' }, 60],
    ['on wasm', { ALIGNCLIP_BACKEND: 'wasm' }, 40],
    ['on plain JavaScript', { ALIGNCLIP_BACKEND: 'cpu' }, 24],
  ])('has them %s, too', async (_name, env, sentences) =>
    expectEqual(await elsewhere(await madeSentenceEncoder(kind, '', size), env, sentences)),
  );
});

describeWhere(hasAddOn(), noAddOn, 'the number of threads', () => {
  it.each(['bert', 'mpnet'] as const)('decides no bit of a %s', async (kind) => {
    const model = await madeSentenceEncoder(kind, '', size);
    const [first] = await companiesOf(model);
    for (const threads of ['1', '5'])
      expectEqual([first!, ...(await elsewhere(model, { TF_NUM_INTRAOP_THREADS: threads }))]);
  });
});

describe.each(['all-MiniLM-L6-v2', 'all-mpnet-base-v2'])('a row of %s', (model) => {
  itWhere(
    hasSentenceEncoder(model),
    `no sentence encoder ${model} (npm run setup${model.includes('mpnet') ? ' -- --mpnet' : ''} downloads it)`,
    'has the same bits in every order and company',
    async () => expectEqual(await companiesOf(model, 30)),
    120_000,
  );
});
