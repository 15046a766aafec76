import { selectBackend, tf } from '@alignclip/backend';
import { drawsWithoutKeys, modalities, type EmbeddingHead, type Scalar, type Tensor2D } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';

type Make = (store: ParameterStore) => EmbeddingHead;

/** The contract of an embedding head on rows of width 4, to be called at the top level of its spec. */
export function describeEmbeddingHead(name: string, make: Make): void {
  describe(`${name} as an embedding head`, () => {
    beforeAll(() => selectBackend());
    const build = () => make(new ParameterStore(0));

    it.each(modalities)('gives %s rows of the same shape that compare among themselves', (side) =>
      tf.tidy(() => {
        const head = build();
        const rows = head.embed?.(given(5, 1), side) ?? given(5, 1);
        expect(rows.shape).toEqual([5, 4]);
        expect(rows.dataSync().every(Number.isFinite)).toBe(true);
        if (head.similarity === undefined)
          for (const length of tf.norm(rows, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
        else expect(head.similarity.between(rows, rows).shape).toEqual([5, 5]);
      }),
    );

    it('embeds each row on its own in evaluation', () =>
      tf.tidy(() => {
        const { embed } = bound(build());
        if (embed === undefined) return;
        const rows = given(5, 1);
        const one = embed(tf.slice(rows, 3, 1), 'image').dataSync();
        tf.slice(embed(rows, 'image'), 3, 1)
          .dataSync()
          .forEach((value, i) => expect(value).toBeCloseTo(one[i]!, 6));
      }));

    it('joins both modalities by draws alone, in any order of the batch, with finite gradients', () =>
      tf.tidy(() => {
        const { join } = build();
        if (join === undefined) return;
        const rows = { image: given(5, 1), text: given(5, 2) };
        const [one, two] = [join(rows, drawsWithoutKeys(5)), join(rows, drawsWithoutKeys(5))];
        expect(one.text.arraySync()).toEqual(two.text.arraySync());
        expect(one.image.shape).toEqual([5, 4]);
        const gradients = tf.grads((image, text) => {
          const joined = join({ image: image as Tensor2D, text: text as Tensor2D }, drawsWithoutKeys(5));
          return tf.sum<Scalar>(tf.square(tf.sub(joined.image, tf.mul(2, joined.text))));
        })([rows.image, rows.text]);
        for (const gradient of gradients) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
      }));

    it('keeps no tensor but its parameters', () => {
      const head = build();
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        head.embed?.(given(3, 1), 'text');
        head.join?.({ image: given(3, 1), text: given(3, 2) }, drawsWithoutKeys(3));
      });
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}

const bound = (head: EmbeddingHead) => ({ embed: head.embed?.bind(head) });

function given(count: number, seed: number): Tensor2D {
  const rows = tf.randomNormal<tf.Rank.R2>([count, 4], 0, 1, 'float32', seed);
  return tf.div(rows, tf.norm(rows, 2, 1, true));
}
