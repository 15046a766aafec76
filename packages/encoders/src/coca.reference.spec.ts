import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar, Tensor2D, Tensor4D } from '@alignclip/core';
import { float32Tensor, fromOpenClip, toFloat32, toOpenClip } from '@alignclip/formats';
import { ParameterStore, Scope } from '@alignclip/nn';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextTransformer } from './text-transformer';
import { VisionTransformer } from './vision-transformer';

interface Reference {
  readonly shapes: Readonly<Record<string, number[]>>;
  readonly ids: Readonly<Record<string, number[][]>>;
  readonly runs: Readonly<
    Record<
      string,
      {
        readonly image: number[];
        readonly text: number[];
        readonly gradients: Readonly<Record<string, [product: number, norm: number]>>;
      }
    >
  >;
}
const reference = JSON.parse(readFileSync(join(__dirname, '../fixtures/coca.json'), 'utf8')) as Reference;
const names = Object.keys(reference.shapes).sort();

/** Numbers in [-1, 1) that the script which made the fixture draws in the same way. */
const noise = (t: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => {
    const u = Math.sin(k * 12.9898 + t * 78.233) * 43758.5453;
    return 2 * (u - Math.floor(u)) - 1;
  });

function official() {
  return new Map(
    names.map((name, t) => {
      const shape = reference.shapes[name]!;
      const size = shape.reduce((product, one) => product * one, 1);
      const values = noise(t, size).map((u) => {
        if (shape.length > 1) return u * Math.sqrt(6 / (size / shape[0]!));
        return name.includes('.ln_') && name.endsWith('weight') ? 1 + 0.3 * u : 0.2 * u;
      });
      return [name, float32Tensor(shape, Float32Array.from(values))] as const;
    }),
  );
}

function towers(classMask: 'text' | 'legacy') {
  const { parameters, form } = fromOpenClip(official());
  const store = new ParameterStore(0);
  const {
    type: _i,
    mlpWidth: _iw,
    ...image
  } = form.image as Extract<typeof form.image, { type: 'vision-transformer' }>;
  const { type: _t, mlpWidth: _tw, ...text } = form.text as Extract<typeof form.text, { type: 'text-transformer' }>;
  const imageEncoder = new VisionTransformer(new Scope(store, (path) => `image/${path}`), {
    ...image,
    heads: 2,
    poolingHeads: 2,
  });
  const textEncoder = new TextTransformer(new Scope(store, (path) => `text/${path}`), { ...text, heads: 2, classMask });
  for (const [address, variable] of store.entries())
    variable.assign(tf.tensor(toFloat32(parameters.get(address)!), variable.shape));
  return { store, parameters, imageEncoder, textEncoder };
}

const images = (): Tensor4D =>
  tf.transpose(
    tf.tensor4d(
      Float32Array.from(noise(1000, 384), (u) => 1.7 * u),
      [2, 3, 8, 8],
    ),
    [0, 2, 3, 1],
  );
const weighted = (rows: Tensor2D, t: number) =>
  tf.sum<Scalar>(tf.mul(rows, tf.tensor2d([...noise(t, rows.size)], rows.shape)));

describe.each(['legacy', 'text'] as const)('towers of CoCa against open_clip in PyTorch, class mask %s', (mask) => {
  beforeAll(() => selectBackend());
  const run = reference.runs[mask]!;
  const ids = () => tf.tensor2d(reference.ids[mask]!, undefined, 'int32');

  it('give the embeddings', () => {
    const { imageEncoder, textEncoder } = towers(mask);
    const close = (rows: Tensor2D, expected: number[]) =>
      [...rows.dataSync()].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    close(imageEncoder.embed(images()), run.image);
    close(textEncoder.embed(ids()), run.text);
  });

  it('give the gradients', () => {
    const { store, parameters, imageEncoder, textEncoder } = towers(mask);
    const { grads } = tf.variableGrads(() =>
      tf.add<Scalar>(weighted(imageEncoder.embed(images()), 1001), weighted(textEncoder.embed(ids()), 1002)),
    );
    const all = new Map(parameters);
    for (const [address, { name, shape }] of store.entries())
      all.set(address, float32Tensor(shape, Float32Array.from(grads[name]!.dataSync())));
    const gradients = toOpenClip(all, 'clip', { classMask: mask });
    for (const [name, [product, norm]] of Object.entries(run.gradients)) {
      const values = toFloat32(gradients.get(name)!);
      const factors = noise(2000 + names.indexOf(name), values.length);
      const found = [values.reduce((sum, value, i) => sum + value * factors[i]!, 0), Math.hypot(...values)];
      expect({ name, found }).toEqual({
        name,
        found: [product, norm].map((value) => expect.closeTo(value, 4) as number),
      });
    }
  });
});

it('the masks give other embeddings of the same texts', () => {
  const [legacy, text] = (['legacy', 'text'] as const).map((mask) =>
    towers(mask)
      .textEncoder.embed(tf.tensor2d(reference.ids['text']!, undefined, 'int32'))
      .arraySync(),
  );
  expect(legacy![0]).not.toEqual(text![0]);
  legacy![1]!.forEach((value, i) => expect(value).toBeCloseTo(text![1]![i]!, 5)); // a full context hides nothing
});
