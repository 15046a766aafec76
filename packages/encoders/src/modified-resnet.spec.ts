import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar, Tensor, Tensor2D, TrainingPass, Variable } from '@alignclip/core';
import { countParameters, ParameterShapes, ParameterStore, Scope } from '@alignclip/nn';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModifiedResnet, modifiedResnet } from './modified-resnet';
import { describeImageEncoder } from './testing';

beforeAll(() => selectBackend());

const options = { imageSize: 16, layers: [1, 1], width: 4, heads: 2, embeddingWidth: 6 };

function build(change = {}) {
  const store = new ParameterStore(0);
  return { store, tower: new ModifiedResnet(new Scope(store, (path) => path), { ...options, ...change }) };
}

describeImageEncoder('modified-resnet', (scope) => new ModifiedResnet(scope, options));
describeImageEncoder('modified-resnet with running statistics', (scope) => {
  const change = { statistics: 'running', projection: 'none' } as const;
  return new ModifiedResnet(scope, { ...options, ...change, layers: [1], embeddingWidth: 16 });
});

interface Run {
  readonly embeddings: readonly number[];
  readonly gradients: Readonly<Record<string, readonly [product: number, norm: number]>>;
}
interface Reference {
  readonly evaluation: Run;
  readonly training: Run;
  readonly running: Readonly<Record<string, readonly number[]>>;
}
const file = join(__dirname, '../fixtures/modified-resnet.json');
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

/** Numbers in [-1, 1) that the script which made the fixture draws in the same way. */
const noise = (t: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => {
    const u = Math.sin(k * 12.9898 + t * 78.233) * 43758.5453;
    return 2 * (u - Math.floor(u)) - 1;
  });

const normNames = { weight: 'scale', bias: 'bias', running_mean: 'running-mean', running_var: 'running-variance' };

/** open_clip's name of each of our addresses, below `visual`. */
function officialName(address: string): string {
  const [first, ...rest] = address
    .replace(/^stem\//, '')
    .replace(/^stages\/(\d+)\/blocks\/(\d+)\//, (_, stage: string, i: string) => `layer${Number(stage) + 1}.${i}.`)
    .replace(/^pooling\/attention\/(query|key|value)\//, (_, part: string) => `attnpool.${part[0]!}_proj/`)
    .replace('pooling/positions', 'attnpool.positional_embedding')
    .replace('projection-bias', 'attnpool.c_proj/bias')
    .replace(/^projection$/, 'attnpool.c_proj/kernel')
    .replace('down-norm', 'downsample.1')
    .replace('down/', 'downsample.0/')
    .replace('norm-', 'bn')
    .replace('conv-', 'conv')
    .split('/');
  const last = rest[0];
  if (last === undefined) return first!;
  const official = Object.entries(normNames).find(([, ours]) => ours === last)?.[0];
  return `${first!}.${last === 'kernel' ? 'weight' : official!}`;
}

/** In PyTorch's order of axes. */
const asOfficial = (tensor: Tensor, name: string): Tensor =>
  tensor.rank === 4
    ? tf.transpose(tensor, [3, 2, 0, 1])
    : name.endsWith('weight') && tensor.rank === 2
      ? tf.transpose(tensor)
      : tensor;

const shapeOf = ({ shape }: Tensor, name: string): number[] =>
  shape.length === 4
    ? [shape[3], shape[2], shape[0], shape[1]]
    : name.endsWith('weight') && shape.length === 2
      ? [...shape].reverse()
      : shape;

function officialTower() {
  const { tower, store } = build({ imageSize: 64, layers: [1, 2, 1, 1], heads: 4, embeddingWidth: 5 });
  const names = [...store.entries()].map(([address]) => officialName(address)).sort();
  for (const [address, variable] of store.entries()) {
    const name = officialName(address);
    const shape = shapeOf(variable, name);
    const values = noise(names.indexOf(name), variable.size).map((u) => {
      if (shape.length > 1) return u * Math.sqrt(6 / (variable.size / shape[0]!));
      return name.endsWith('weight') ? 1 + 0.3 * u : name.endsWith('running_var') ? 1 + 0.5 * u : 0.2 * u;
    });
    const official = tf.tensor([...values], shape, 'float32');
    store.assign(
      address,
      shape.length === 4
        ? tf.transpose(official, [2, 3, 1, 0])
        : name.endsWith('weight') && shape.length === 2
          ? tf.transpose(official)
          : official,
    );
  }
  return { tower, store, names };
}

const images = () =>
  tf.tensor4d(
    Float32Array.from(noise(1000, 4 * 64 * 64 * 3), (u) => 1.7 * Math.fround(u)),
    [4, 64, 64, 3],
  );

/** The distance of open_clip's own float32 gradients from these, in units of their norms (at least 1). */
const float32 = { evaluation: 7e-6, training: 7e-5 };

describe('ModifiedResnet', () => {
  it.each(['evaluation', 'training'] as const)("has open_clip's embeddings and gradients in %s", (kind) => {
    tf.tidy(() => {
      const { tower, store, names } = officialTower();
      const updates = new Map<Variable, Tensor>();
      const pass: TrainingPass = {
        uniform: () => tf.zeros([1, 1]),
        words: () => new Int32Array(2),
        update: (state, value) => void updates.set(state, tf.keep(tf.clone(value))),
      };
      const given = kind === 'training' ? pass : undefined;
      const target = tf.tensor2d(Float32Array.from(noise(1001, 20)), [4, 5]);
      let rows: Tensor2D | undefined;
      let worst = { name: '', error: 0 };
      const { grads } = tf.variableGrads(() => {
        rows = tf.keep(tower.embed(images(), given));
        return tf.sum<Scalar>(tf.mul(rows, target));
      });
      const { embeddings, gradients } = reference[kind];
      [...rows!.dataSync()].forEach((value, i) => expect(Math.abs(value - embeddings[i]!)).toBeLessThan(1e-5));
      expect(Object.keys(gradients)).toHaveLength(store.addresses.length);
      for (const [address, variable] of store.trained()) {
        const name = officialName(address);
        const found = [...asOfficial(grads[variable.name]!, name).dataSync()];
        const along = noise(2000 + names.indexOf(name), found.length);
        const product = found.reduce((sum, value, k) => sum + value * along[k]!, 0);
        const norm = Math.hypot(...found);
        const [expected, length] = gradients[name]!;
        const error = Math.max(Math.abs(product - expected), Math.abs(norm - length)) / Math.max(1, length);
        if (error > worst.error) worst = { name, error };
      }
      expect({ ...worst, isClose: worst.error < float32[kind] }).toEqual({ ...worst, isClose: true });
      if (kind === 'training')
        for (const [name, values] of Object.entries(reference.running)) {
          const address = [...store.entries()].find(([address]) => officialName(address) === name)![0];
          [...updates.get(store.get(address)!)!.dataSync()].forEach((value, i) =>
            expect(value).toBeCloseTo(values[i]!, 5),
          );
        }
      tf.dispose([rows!, ...updates.values()]);
    });
  });

  it("has as many parameters as open_clip's RN50", () => {
    const store = new ParameterShapes();
    const scope = new Scope(store, (path) => path);
    expect(new ModifiedResnet(scope, { imageSize: 224, embeddingWidth: 1024 }).featureWidth).toBe(2048);
    expect(countParameters(store).total).toBe(38_316_896);
  });

  it('begins with residual branches of zero, as the official code', () => {
    tf.tidy(() => {
      const { store } = build();
      expect([...store.get('stages/1/blocks/0/norm-3/scale')!.dataSync()]).toEqual(new Array(32).fill(0));
      const std = tf.moments(store.get('pooling/attention/key/kernel')!).variance.dataSync()[0]! ** 0.5;
      expect(std / 32 ** -0.5).toBeCloseTo(1, 1);
    });
  });

  it('refuses sizes that do not fit', () => {
    expect(() => build({ imageSize: 20 })).toThrow('"imageSize" = 20: the stem and 2 stages need a multiple of 8');
    expect(() => build({ width: 5 })).toThrow('"width" = 5: the stem needs an even number');
    expect(() => build({ heads: 3 })).toThrow('"heads" = 3 does not divide the width 32');
    // @ts-expect-error -- misspelt
    expect(() => modifiedResnet({ statistics: 'runs' })).toThrow('running');
  });
});
