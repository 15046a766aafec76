import { selectBackend, tf } from '@alignclip/backend';
import { Interrupted, type EmbeddingHead, type LossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { BatchNorm, ParameterStore, Scope } from '@alignclip/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyRun, weightsOf } from './testing/tiny-run';
import { infoNce } from './testing/tiny-terms';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-embedding-head-'));
beforeAll(() => selectBackend());
afterAll(() => rmSync(folder, { recursive: true }));

/** Noise by example, in training only. */
const noise: EmbeddingHead = {
  join: ({ image, text }, draws) => {
    const z = tf.tensor2d(draws.normal('noise', 4), [image.shape[0], 4]);
    return { image, text: tf.add(text, tf.mul(0.1, z)) };
  },
};

const standardisation = (parameters: ParameterStore): EmbeddingHead => {
  const norm = new BatchNorm(new Scope(parameters, (path) => `embedding-head/${path}`), 4);
  return { width: 4, usesBatchStatistics: true, embed: (rows, _, pass) => norm.apply(rows, pass) };
};

const run = (head: (parameters: ParameterStore) => EmbeddingHead, options = {}, terms: LossTerm[] = [infoNce]) => {
  const parameters = new ParameterStore(7);
  return tinyRun(options, terms, 4, undefined, parameters, undefined, head(parameters));
};

describe('an embedding head', () => {
  it.each([
    ['noise', () => noise, 1],
    ['noise in chunks', () => noise, 2],
    ['batch norm', standardisation, 1],
  ])('resumes to the same bits: %s', async (name, head, accumulate) => {
    const whole = await run(head, { accumulate });
    await whole.trainer.run({});
    const checkpoint = join(folder, `${name}.safetensors`);
    const stop = new AbortController();
    const first = await run(head, { accumulate });
    const onStep = ({ step }: { step: number }) => step === 5 && stop.abort();
    await expect(first.trainer.run({ checkpoint, key: 'k', signal: stop.signal, onStep })).rejects.toThrow(Interrupted);
    const second = await run(head, { accumulate });
    await second.trainer.run({ checkpoint, key: 'k' });
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
    const plain = await tinyRun();
    await plain.trainer.run({});
    expect(weightsOf(whole.parameters)['text/table']).not.toEqual(weightsOf(plain.parameters)['text/table']);
  });

  it('changes what evaluation sees by `embed`, not by `join`', async () => {
    const [plain, noisy, standard] = [await tinyRun(), await run(() => noise), await run(standardisation)];
    const rows = async ({ model, batches }: typeof plain) => {
      const batch = await batches.next(0);
      return [...model.embedInput(model.imageEncoder, batch.images).dataSync()];
    };
    expect(await rows(noisy)).toEqual(await rows(plain));
    await standard.trainer.run({});
    expect(weightsOf(standard.parameters)['embedding-head/running-mean']!.some((value) => value !== 0)).toBe(true);
  });

  it('is refused in chunks where it takes statistics of the batch, with another width, and by terms of unit rows', async () => {
    const { model } = await run(standardisation);
    expect(() => model.checkChunks(2)).toThrow('the embeddingHead takes statistics of the batch');
    await expect(run(() => ({ width: 9 }))).rejects.toThrow('embeddingHead: its width is 9, that of the rows 4');
    const between = (x: Tensor2D, y: Tensor2D): Tensor2D => tf.matMul(x, y, false, true);
    const similarity = {
      rows: 'own',
      between,
      scorer: () => (_: unknown, __: number, into: Float64Array) => into,
    } as const;
    const other = await run(() => ({ takes: 'raw', embed: (rows) => tf.clone(rows), similarity }));
    expect(() => other.model.checkTerms([infoNce])).toThrow('L_CLIP takes inner products of unit rows');
    const follows: LossTerm = {
      ...infoNce,
      anySimilarity: true,
      compute: (batch) => tf.mean<Scalar>(batch.similarity!(batch.image, batch.text)),
    };
    other.model.checkTerms([follows]);
    const trained = await run(() => ({ takes: 'raw', embed: (rows) => tf.clone(rows), similarity }), {}, [follows]);
    await trained.trainer.run({});
    const raw = trained.model.bothRows(trained.model.imageEncoder, (await trained.batches.next(0)).images);
    expect(raw.rows.arraySync()).toEqual(raw.raw.arraySync());
  });
});
