import { contentHash } from '@alignclip/core';
import { describeEvaluator, givenModel, toyDataset, toyItems } from './testing';
import { zeroShot } from './zero-shot';

describeEvaluator(zeroShot, {
  perfect: { 'zero-shot/test/kind/top-1': 1, 'zero-shot/test/kind/mean-per-class-recall': 1 },
  chance: { 'zero-shot/test/kind/top-1': [0.1, 0.4], 'zero-shot/test/kind/mean-per-class-recall': [0.1, 0.4] },
});

describe('zero-shot', () => {
  const axes: Record<string, number[]> = { cat: [1, 0, 0], dog: [0, 1, 0], emu: [0, 0, 1] };
  const byLastWord = (text: string) => axes[text.split(' ').at(-1)!]!;
  const kinds = ['cat', 'dog', 'emu'];
  const captions = ['a thing'];

  it('gives accuracy, mean recall over the classes that have examples, and confusion as by hand', async () => {
    const dataset = toyDataset(
      [
        { kind: 'cat', captions },
        { kind: 'cat', captions },
        { kind: 'dog', captions },
      ],
      kinds,
    );
    const model = givenModel(
      (number) =>
        [
          [3, 1, 0],
          [1, 2, 0],
          [0, 1, 0],
        ][number]!,
      byLastWord,
    );
    const { scores, details } = await zeroShot.make({ ks: [1, 2, 5] }, dataset).evaluate(model);
    expect(scores).toEqual({
      'zero-shot/test/kind/top-1': 2 / 3,
      'zero-shot/test/kind/top-2': 1,
      'zero-shot/test/kind/mean-per-class-recall': (1 / 2 + 1) / 2,
    });
    expect(details).toMatchObject({
      classSets: { kind: { classes: kinds, templates: ['a {}', 'the {}'], hash: contentHash(dataset.classSets[0]) } },
      'test/kind': {
        examples: 3,
        classesWithoutExamples: ['emu'],
        recalls: { cat: 0.5, dog: 1 },
        confusion: [
          [0, 0, 1],
          [0, 1, 1],
          [1, 1, 1],
        ],
      },
    });
  });

  it('leaves out a class set of which a split has no labels', async () => {
    const dataset = toyDataset([{ kind: 'cat', captions }], kinds);
    const [set] = dataset.classSets;
    const both = { ...dataset, classSets: [set!, { ...set!, name: 'other' }] };
    const { scores } = await zeroShot.make({}, both).evaluate(givenModel(() => [1, 0, 0], byLastWord));
    expect(Object.keys(scores)).toEqual(['zero-shot/test/kind/top-1', 'zero-shot/test/kind/mean-per-class-recall']);
    const unlabelled = { ...dataset, classSets: [{ ...set!, name: 'other' }] };
    const evaluator = zeroShot.make({}, unlabelled);
    await expect(evaluator.evaluate(givenModel(() => [1, 0, 0], byLastWord))).rejects.toThrow(
      'no example of split "test"',
    );
  });

  it('averages the prompts of a class after each was normalised', async () => {
    const dataset = toyDataset(
      [
        { kind: 'cat', captions },
        { kind: 'dog', captions },
      ],
      ['cat', 'dog'],
    );
    const prompts: Record<string, number[]> = {
      'a cat': [1, 0],
      'the cat': [0, 1],
      'a dog': [1, 0],
      'the dog': [1, 0],
    };
    const scaled = givenModel(
      (number) =>
        [
          [1, 1],
          [1, 0.1],
        ][number]!,
      (text) => prompts[text]!.map((x) => 7 * x),
    );
    const { scores } = await zeroShot.make({}, dataset).evaluate(scaled);
    expect(scores['zero-shot/test/kind/top-1']).toBe(1);
  });

  it('leaves examples without a label out and counts them', async () => {
    const dataset = toyDataset([{ kind: 'cat', captions }, { captions }], kinds);
    const { details } = await zeroShot.make({}, dataset).evaluate(givenModel(() => [1, 0, 0], byLastWord));
    expect(details).toMatchObject({ 'test/kind': { examples: 1, unlabelled: 1 } });
  });

  it('refuses an unknown class set, a label outside it, an empty one, and a split without labels', async () => {
    const model = givenModel(() => [1, 0, 0], byLastWord);
    expect(() => zeroShot.make({ classSets: ['kinds'] }, toyDataset(toyItems(4)))).toThrow('did you mean "kind"?');
    const foreign = zeroShot.make({}, toyDataset([{ kind: 'dogs', captions }], kinds));
    await expect(foreign.evaluate(model)).rejects.toThrow('did you mean "dog"');
    await expect(zeroShot.make({}, toyDataset(toyItems(4), [])).evaluate(model)).rejects.toThrow('has no classes');
    await expect(zeroShot.make({}, toyDataset([{ captions }], kinds)).evaluate(model)).rejects.toThrow('has a label');
  });
});
