import { normalizeRows, selectBackend, tf } from '@alignclip/backend';
import { exampleKeys, modalities, type Head, type Modality, type Scalar, type Tensor2D } from '@alignclip/core';
import type { TrainingPass } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';
import { madePass } from './made-pass';
import { analytic, numeric } from './parameter-derivative';

/** Makes a head; `shared`: both sides have one address for each path but `adapter/…`. */
type MakeHead = (sides: Readonly<Record<Modality, { readonly scope: Scope; readonly width: number }>>) => Head;

const widths = { image: 7, text: 5 } as const;

/** The contract of a head, to be called at the top level of its spec, without draws and with equal ones. */
export function describeHead(name: string, make: MakeHead): void {
  describe(`${name} as a head`, () => {
    beforeAll(() => selectBackend());

    it.each(modalities)('gives unit rows for %s, of its embedding width, different for different features', (side) =>
      tf.tidy(() => {
        const { head } = build(make);
        const rows = head.embed(featuresOf(side, 3), side);
        expect(rows.shape).toEqual([3, head.embeddingWidth]);
        for (const length of tf.norm(rows, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
        expect(difference(tf.slice(rows, 0, 2), tf.slice(rows, 1, 2))).toBeGreaterThan(1e-3);
        const raw = head.project?.(featuresOf(side, 3), side);
        if (raw) expect(difference(normalizeRows(raw), rows)).toBe(0);
      }),
    );

    it.each(modalities)('embeds each row of %s on its own', (side) =>
      tf.tidy(() => {
        const { head } = build(make);
        const features = featuresOf(side, 5);
        const together = head.embed(features, side);
        for (const row of [0, 3]) {
          const alone = head.embed(tf.slice(features, row, 1), side);
          expect(difference(tf.slice(together, row, 1), alone)).toBeLessThan(1e-5);
        }
      }),
    );

    it('takes every draw from the training pass, and none without one', () =>
      tf.tidy(() => {
        const { head } = build(make);
        const features = featuresOf('image', 4);
        const drawn: string[] = [];
        const pass = (seed: number) => passOf(seed, 4, (draw) => void drawn.push(draw));
        const [a, b, other] = [1, 1, 2].map((seed) => head.embed(features, 'image', pass(seed)));
        expect(difference(a!, b!)).toBe(0);
        expect(difference(a!, other!) > 1e-3).toBe(drawn.length > 0);
        expect(difference(head.embed(features, 'image'), head.embed(features, 'image'))).toBe(0);
      }));

    it.each([false, true])('has a finite gradient for every parameter, which is that of its value; shared: %s', (one) =>
      tf.tidy(() => {
        const { head, store } = build(make, one);
        const value = () => {
          const rows = modalities.map((side, i) => head.embed(featuresOf(side, 4), side, passOf(i, 4)));
          const targets = rows.map(({ shape }, i) => tf.randomNormal(shape, 0, 1, 'float32', 5 + i));
          return tf.addN<Scalar>(rows.map((row, i) => tf.sum(tf.mul(row, targets[i]!))));
        };
        const { grads } = tf.variableGrads(value);
        for (const [address, { name: variable }] of store.entries()) {
          const gradient = grads[variable]!;
          const isFinite = gradient.dataSync().every(Number.isFinite);
          expect({ address, isFinite }).toEqual({ address, isFinite: true });
          const [expected, found] = [analytic(gradient, address), numeric(value, store, address)];
          const error = (found - expected) / Math.max(1, Math.abs(expected));
          expect({ address, error }).toEqual({ address, error: expect.closeTo(0, 1) as number });
        }
      }),
    );

    it('keeps no tensor but its parameters', () => {
      const { head, store } = build(make);
      const before = tf.memory().numTensors;
      for (const side of modalities) tf.tidy(() => void head.embed(featuresOf(side, 2), side, passOf(0, 2)));
      expect(tf.memory().numTensors).toBe(before);
      store.dispose();
    });
  });
}

function build(make: MakeHead, isShared = false): { readonly head: Head; readonly store: ParameterStore } {
  const store = new ParameterStore(0);
  const side = (tower: Modality) => {
    const locate = (path: string) => `${isShared && !path.startsWith('adapter/') ? 'shared' : tower}/${path}`;
    return { scope: new Scope(store, locate), width: widths[tower] };
  };
  return { head: make({ image: side('image'), text: side('text') }), store };
}

const featuresOf = (side: Modality, count: number): Tensor2D =>
  tf.randomNormal<tf.Rank.R2>([count, widths[side]], 0, 1, 'float32', 11);

/** Uniform numbers that follow from seed and name. */
function passOf(seed: number, rows: number, onDraw?: (name: string) => void): TrainingPass {
  const places = [...Array(rows).keys()].map((index) => ({ epoch: 0, index }));
  const pass = madePass(exampleKeys(seed, places));
  const told = <T>(name: string, draw: () => T): T => {
    onDraw?.(name);
    return draw();
  };
  return {
    ...pass,
    words: (name) => told(name, () => pass.words(name)),
    uniform: (name, columns) => told(name, () => pass.uniform(name, columns)),
  };
}

const difference = (a: Tensor2D, b: Tensor2D): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
