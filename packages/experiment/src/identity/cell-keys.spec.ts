import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '@alignclip/core';
import { eda, emojiCaptions, shapes, simclrAugmentation } from '@alignclip/datasets';
import { retrieval, sts, teacherAgreement } from '@alignclip/evaluation';
import { clip } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { labels } from '@alignclip/teachers';
import { trainer } from '@alignclip/training';
import { ParameterShapes } from '@alignclip/nn';
import { compose } from '../compose/compose';
import { cellKeys, keysOfRun, type CellKeys, type PartsOfFiles } from './cell-keys';
import { cellsOf, type Cell } from '../define/cells';
import { CodeFingerprint } from './code-fingerprint';
import type { Change } from '../define/run-config';
import { tinyExperiment } from '../testing/tiny-experiment';
import { experimentOf } from '../define/load-experiment';

const fingerprint = new CodeFingerprint(experimentOf(tinyExperiment(), __filename));
const data = (text = 'data'): Pick<Dataset, 'fingerprint'> => ({ fingerprint: async () => text });
const cell = (change: Change = {}, seed = 0): Cell => ({
  ...cellsOf(tinyExperiment({ variants: { one: change } }))[0]!,
  seed,
});
const keysOf = (change?: Change, seed?: number) => cellKeys(cell(change, seed), data(), fingerprint);
const [whole, training] = [({ key }: CellKeys) => key, ({ trainingKey }: CellKeys) => trainingKey];

describe('cellKeys', () => {
  let base: CellKeys;
  beforeAll(async () => (base = await keysOf()));

  it('gives equal cells equal keys, whatever the variant is called', async () => {
    expect(await keysOf()).toEqual(base);
    expect(await cellKeys({ ...cell(), variant: 'renamed' }, data(), fingerprint)).toEqual(base);
    expect(base).toMatchObject({ data: 'data', code: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(base.key).toMatch(/^[0-9a-f]{64}$/);
    expect(base.trainingKey).not.toBe(base.key);
  });

  it('gives another key and training key to another config, seed or data', async () => {
    const others = await Promise.all([
      keysOf({ sharing: shared() }),
      keysOf({ losses: [clip({ weight: 2 })] }),
      keysOf({ dataset: shapes({ resolution: 32 }) }),
      keysOf({ dataset: emojiCaptions() }),
      keysOf({}, 1),
      cellKeys(cell(), data('other'), fingerprint),
    ]);
    expect(new Set([base, ...others].map(whole)).size).toBe(others.length + 1);
    expect(new Set([base, ...others].map(training)).size).toBe(others.length + 1);
  });

  it('keeps the training key where only evaluators differ', async () => {
    const evaluated = await keysOf({ evaluators: [retrieval()] });
    expect(evaluated.key).not.toBe(base.key);
    expect(evaluated.trainingKey).toBe(base.trainingKey);
  });

  it('lets a teacher count only where a loss term asks for S', async () => {
    const keys = (change: Change, needs: readonly 'semanticSimilarity'[]) =>
      cellKeys(cell(change), data(), fingerprint, new Set(needs));
    const other: Change = { teacher: labels() };
    expect(await keys(other, [])).toEqual(await keys({}, []));
    expect((await keys(other, ['semanticSimilarity'])).trainingKey).not.toBe(
      (await keys({}, ['semanticSimilarity'])).trainingKey,
    );
  });

  it('follows the files of a teacher that is asked for S, and of no other', async () => {
    const keys = (weights: string, needs: readonly 'semanticSimilarity'[], change: Change = {}) =>
      cellKeys(cell(change), data(), fingerprint, new Set(needs), { teacher: { fingerprint: async () => weights } });
    const [one, other] = [await keys('a', ['semanticSimilarity']), await keys('b', ['semanticSimilarity'])];
    expect([one.key === other.key, one.trainingKey === other.trainingKey]).toEqual([false, false]);
    expect(await keys('a', [])).toEqual(await keys('b', []));
    const evaluators = [teacherAgreement()];
    const [asked, exchanged] = [await keys('a', [], { evaluators }), await keys('b', [], { evaluators })];
    expect([asked.key === exchanged.key, asked.trainingKey === exchanged.trainingKey]).toEqual([false, true]);
  });

  it('follows the files of evaluators in the whole key, not in the training key', async () => {
    const keys = (files: string) =>
      cellKeys(cell(), data(), fingerprint, new Set(), { evaluators: { fingerprint: async () => files } });
    const [one, other] = [await keys('a'), await keys('b')];
    expect([one.key === other.key, one.trainingKey === other.trainingKey]).toEqual([false, true]);
  });

  it('reads the files of a sentence test for its key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-sts-key-'));
    const keyWith = async (score: number) => {
      const lines = ['score\tgenre\tsentence1\tsentence2', ...[score, 2, 1].map((one) => `${one}\tx\ta\tb`)];
      writeFileSync(join(folder, 'own.tsv'), lines.join('\n'));
      const one = cell({ evaluators: [sts({ folder, sets: ['own'] })] });
      const run = compose({ ...one, registry: fingerprint.registry, parameters: new ParameterShapes() });
      return keysOfRun(run, one, fingerprint);
    };
    const keys = [await keyWith(3), await keyWith(4), await keyWith(3)];
    expect(keys[1]!.key).not.toBe(keys[0]!.key);
    expect(keys[2]).toEqual(keys[0]);
    expect(keys[1]!.trainingKey).toBe(keys[0]!.trainingKey);
    rmSync(folder, { recursive: true });
  });

  it('follows the files of a tower or a tokenizer that has some, apart from those of others', async () => {
    const part = (weights: string) => ({ fingerprint: async () => weights });
    const keys = (parts: PartsOfFiles) => cellKeys(cell(), data(), fingerprint, new Set(), parts);
    const all = await Promise.all([
      keys({}),
      keys({ imageEncoder: part('a') }),
      keys({ imageEncoder: part('b') }),
      keys({ textEncoder: part('a') }),
      keys({ imageEncoder: part('a'), textEncoder: part('a') }),
      keys({ tokenizer: part('a') }),
    ]);
    expect(new Set(all.map(whole)).size).toBe(6);
    expect(new Set(all.map(training)).size).toBe(6);
    expect(await keys({ imageEncoder: {}, textEncoder: {} })).toEqual(all[0]);
  });

  it('lets the augmentation of views count only where a loss term asks for views', async () => {
    const keys = (change: Change, needs: readonly 'views'[]) =>
      cellKeys(cell(change), data(), fingerprint, new Set(needs));
    const other: Change = { viewAugmentation: simclrAugmentation({ flip: 0 }) };
    expect(await keys(other, [])).toEqual(await keys({}, []));
    expect((await keys(other, ['views'])).trainingKey).not.toBe((await keys({}, ['views'])).trainingKey);
  });

  it('lets the augmentation of captions and its files count only where a loss term asks for changed captions', async () => {
    const part = (words: string) => ({ captionAugmentation: { fingerprint: async () => words } });
    const keys = (change: Change, needs: readonly 'textViews'[], parts: PartsOfFiles = {}) =>
      cellKeys(cell(change), data(), fingerprint, new Set(needs), parts);
    const other: Change = { captionAugmentation: eda() };
    expect(await keys(other, [])).toEqual(await keys({}, []));
    const asked = await Promise.all([
      keys({}, ['textViews']),
      keys(other, ['textViews']),
      keys(other, ['textViews'], part('a')),
      keys(other, ['textViews'], part('b')),
    ]);
    expect(new Set(asked.map(training)).size).toBe(4);
    expect(asked[0]).toEqual(await keys({}, []));
  });

  it("counts a teacher that only an evaluator asks in the whole key, not in the training's", async () => {
    const keys = (change: Change) =>
      cellKeys(cell({ evaluators: [teacherAgreement()], ...change }), data(), fingerprint, new Set());
    const [one, other] = [await keys({}), await keys({ teacher: labels() })];
    expect(other.key).not.toBe(one.key);
    expect(other.trainingKey).toBe(one.trainingKey);
  });

  it('counts the content of the file that a run begins with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-keys-'));
    const file = join(folder, 'weights.safetensors');
    const begun = () => keysOf({ trainer: trainer({ from: file }) });
    await expect(begun()).rejects.toThrow('trainer.from');
    writeFileSync(file, 'one');
    const [one, again] = [await begun(), await begun()];
    writeFileSync(file, 'two');
    const two = await begun();
    rmSync(folder, { recursive: true });
    expect(again).toEqual(one);
    expect(two.trainingKey).not.toBe(one.trainingKey);
  });
});
