import { tf } from '@alignclip/backend';
import { type SharingStrategy, type TrainingPass, UserError, type Variable } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import { countParameters, normal, ParameterShapes, ParameterStore, Scope } from '@alignclip/nn';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EfficientNet, efficientNet, type EfficientNetOptions } from './efficient-net';
import type { Architecture } from './efficient-net/architecture';
import { hasWeights, type InitialValues } from './efficient-net/pretrained-weights';
import { describeImageEncoder } from './testing';

const tiny: Architecture = {
  stem: 6,
  stages: [
    { kernel: 3, stride: 1, expansion: 1, width: 6, depth: 1 },
    { kernel: 5, stride: 2, expansion: 2, width: 8, depth: 2 },
  ],
  features: 24,
};
/** No bias is 0: a depthwise patch of zeros would lie on ReLU6's corner. */
const values: InitialValues = (name, drawn) => (name.endsWith('.bias') ? normal(0.3) : drawn);
const options = {
  imageSize: 48,
  embeddingWidth: 5,
  projection: 'linear',
  projectionBias: false,
  statistics: 'batch',
  values,
} as const;
const tower = (change: Pick<EfficientNetOptions, 'freeze' | 'statistics'>) => (scope: Scope) =>
  new EfficientNet(scope, tiny, { ...options, ...change });

describeImageEncoder('efficient-net', tower({ freeze: 'none', statistics: 'batch' }));
describeImageEncoder('efficient-net with a frozen stage', tower({ freeze: 1, statistics: 'running' }));

const separate: SharingStrategy = { locate: (tower, path) => `${tower}/${path}` };
const make = (given: Parameters<typeof efficientNet>[0], store: ParameterStore = new ParameterShapes()) =>
  efficientNet.make(given ?? {}, store, separate);

describe('efficientNet', () => {
  it('has as many parameters as the Python package without its classifier', async () => {
    for (const [variant, parameters, state] of [
      ['lite0', 3_371_008, 42_016],
      ['lite1', 4_135_680, 53_664],
      ['lite2', 4_811_072, 58_096],
    ] as const) {
      const store = new ParameterShapes();
      const { trunk } = await make({ variant, pretrained: false }, store);
      const sizes = trunk!.map((address) => [address, store.get(address)!.size] as const);
      const sum = (keep: (address: string) => boolean) =>
        sizes.filter(([address]) => keep(address)).reduce((all, [, size]) => all + size, 0);
      expect(sum((address) => !address.includes('running'))).toBe(parameters);
      expect(sum((address) => address.includes('running'))).toBe(state);
    }
  });

  it('freezes down to a stage', async () => {
    const frozenOf = async (freeze: 'all' | 'none' | number) => {
      const store = new ParameterShapes();
      await make({ pretrained: false, freeze }, store);
      const trained = store.trained().map(([address]) => address.split('/').slice(1, 3).join('/'));
      return [...new Set(trained)];
    };
    const ends = ['post-norm/scale', 'post-norm/bias', 'projection'];
    expect(await frozenOf('all')).toEqual(ends);
    expect(await frozenOf(5)).toEqual(['stages/5', 'stages/6', 'last/kernel', 'last/norm', ...ends]);
    expect(await frozenOf(7)).toEqual(['last/kernel', 'last/norm', ...ends]);
    expect(await frozenOf('none')).toContain('stem/kernel');
  });

  it('takes statistics of the batch where it trains batch norm and was not pretrained, or is told to', async () => {
    const uses = async (given: Parameters<typeof make>[0]) =>
      (await make({ pretrained: false, ...given })).usesBatchStatistics;
    expect(await uses({})).toBe(true);
    expect(await uses({ freeze: 5 })).toBe(true);
    expect(await uses({ freeze: 'all' })).toBe(false);
    expect(await uses({ statistics: 'running' })).toBe(false);
  });

  it('gives new running statistics to trained stages, and to no others', () => {
    const store = new ParameterStore(0);
    const updated = new Set<Variable>();
    const pass: TrainingPass = {
      uniform: () => tf.zeros([4, 1]),
      words: () => new Int32Array(8),
      update: (state) => void updated.add(state),
    };
    const scope = new Scope(store, (path) => path);
    tf.tidy(() => void tower({ freeze: 1, statistics: 'batch' })(scope).embed(tf.randomNormal([4, 48, 48, 3]), pass));
    const addresses = [...store.entries()].filter(([, state]) => updated.has(state)).map(([address]) => address);
    expect(addresses).toHaveLength(2 * 7);
    expect(addresses.filter((address) => !/^(stages\/1|last)\/.*running-(mean|variance)$/.test(address))).toEqual([]);
    store.dispose();
  });

  it('takes images of the size of its training, and of any other from 32 pixels on', async () => {
    expect((await make({ variant: 'lite2', pretrained: false })).size).toBe(260);
    expect((await make({ variant: 'lite2', pretrained: false, imageSize: 65 })).size).toBe(65);
    expect(() => efficientNet({ imageSize: 31 })).toThrow(/"imageSize" = 31: .*32/);
  });

  it('refuses what is no option, naming what is', () => {
    expect(() => efficientNet({ variant: 'lite3' as 'lite2' })).toThrow(/"variant" = "lite3".*"lite0".*"lite2"/);
    expect(() => efficientNet({ freeze: 8 })).toThrow('"freeze" = 8: Too big: expected number to be <=7');
    expect(() => efficientNet({ freeze: 'half' as 'all' })).toThrow('"freeze" = "half": "all", "none" or a number');
  });

  itWhere(hasWeights('lite0'), 'no weights of EfficientNet-Lite0', 'is frozen where it is pretrained', async () => {
    const store = new ParameterStore(0);
    const tower = await make({}, store);
    expect(store.trained()).toHaveLength(3);
    expect(countParameters(store).frozen).toBeGreaterThanOrEqual(3_371_008);
    expect(await tower.fingerprint!()).toMatch(/^579344248a93/);
    const scale = store.get('image/stages/0/blocks/0/depthwise/norm/scale')!;
    expect(tf.max(scale).dataSync()[0]).not.toBe(1);
    store.dispose();
  });
});

describe('weights that are not as published', () => {
  const before = process.env['ALIGNCLIP_CACHE'];
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'alignclip-efficient-net-'));
    process.env['ALIGNCLIP_CACHE'] = cache;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['ALIGNCLIP_CACHE'];
    else process.env['ALIGNCLIP_CACHE'] = before;
    rmSync(cache, { recursive: true });
  });

  it('says how to get missing ones, when a run is planned too', async () => {
    const getThem = /weights of EfficientNet "lite1" are not there .*`npm run setup -- --lite1`.*pretrained: false/;
    await expect(make({ variant: 'lite1' })).rejects.toThrow(getThem);
    await expect(make({ variant: 'lite1' }, new ParameterStore(0))).rejects.toThrow(getThem);
    await expect(make({})).rejects.toThrow(/`npm run setup` downloads them/);
  });

  it('reads no corrupt ones', async () => {
    const folder = join(cache, 'models', 'efficientnet-lite0');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'efficientnet-lite0-57934424.pth'), 'not weights');
    const corrupt = /are corrupt: .*57934424.pth is not the published file; remove it and run `npm run setup`/;
    await expect(make({}, new ParameterStore(0))).rejects.toThrow(corrupt);
    const planned = await make({});
    await expect(planned.fingerprint!()).rejects.toThrow(UserError);
  });

  it('are known by the hashes of what the set-up downloads', () => {
    const pinned = readFileSync(join(__dirname, '../../backend/native/pinned.json'), 'utf8');
    const source = readFileSync(join(__dirname, 'efficient-net/pretrained-weights.ts'), 'utf8');
    const hashes = source.match(/\b[0-9a-f]{64}\b/g) ?? [];
    expect(hashes).toHaveLength(3);
    for (const hash of hashes) expect(pinned).toContain(hash);
  });
});
