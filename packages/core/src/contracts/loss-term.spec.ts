import { UserError } from '../errors';
import type { Scalar, Tensor2D } from '../tensors';
import { lossTerm, type EmbeddedBatch, type Signal } from './loss-term';

const rows = {} as unknown as Tensor2D;
const scalar = {} as unknown as Scalar;
const bare: EmbeddedBatch = { image: rows, text: rows, logitScale: scalar };
const full = { ...bare, semanticSimilarity: rows, firstView: rows, secondView: rows, labels: {} };

describe('lossTerm', () => {
  it.each<[Signal, string]>([
    ['semanticSimilarity', 'L_test needs the semantic similarity S of the captions (semanticSimilarity)'],
    ['views', 'L_test needs two augmented views per image (views)'],
    ['labels', 'L_test needs class labels (labels)'],
  ])('names the term and the signal where a batch lacks %s', (signal, message) => {
    const term = lossTerm({ symbol: 'L_test', weight: 1, needs: [signal], compute: () => scalar });
    expect(() => term.compute(bare)).toThrow(new UserError(`${message}; this batch has none`));
    expect(term.compute(full)).toBe(scalar);
  });

  it('says what to do where the term knows it', () => {
    const hint = 'name a teacher';
    const term = lossTerm({ symbol: 'L_test', weight: 1, needs: ['views', 'labels'], hint, compute: () => scalar });
    expect(() => term.compute({ ...full, labels: undefined as never })).toThrow(/labels.*has none: name a teacher$/);
    expect(term).not.toHaveProperty('hint');
  });

  it('has the needed signals in the type of the batch, and no other ones', () => {
    const shape = { symbol: 'L_test', weight: 1 };
    const views = lossTerm({ ...shape, needs: ['views'], compute: ({ firstView }) => same(firstView) });
    const two = lossTerm({
      ...shape,
      needs: ['views', 'labels'],
      compute: ({ labels, secondView }) => {
        const needed: { labels: object; secondView: Tensor2D } = { labels, secondView };
        return same(needed.secondView);
      },
    });
    // @ts-expect-error -- possibly undefined: the term doesn't need views
    const none = lossTerm({ ...shape, needs: [], compute: ({ firstView }) => same(firstView) });
    // @ts-expect-error -- possibly undefined: the term needs labels, not S
    const other = lossTerm({ ...shape, needs: ['labels'], compute: (batch) => same(batch.semanticSimilarity) });
    // @ts-expect-error -- not a signal
    lossTerm({ ...shape, needs: ['view'], compute: () => scalar });
    expect([views.needs, two.needs, none.needs, other.needs]).toEqual([['views'], ['views', 'labels'], [], ['labels']]);
  });
});

const same = (tensor: Tensor2D): Scalar => tensor as unknown as Scalar;
