import { UserError } from '@alignclip/core';
import { clip } from '@alignclip/losses';
import { tinyExperiment } from '../testing/tiny-experiment';
import { cellsOf } from './cells';
import { defineExperiment } from './define-experiment';
import { cellName } from './folds';

const folded = (change: object) => tinyExperiment({ seeds: [0, 4], variants: { CLIP: {} }, ...change });

describe('folds of an experiment', () => {
  it('are chosen by the seed, or crossed with it', () => {
    const named = (change: object) => cellsOf(folded(change)).map(cellName);
    expect(named({})).toEqual(['CLIP · seed 0', 'CLIP · seed 4']);
    expect(named({ folds: { of: 3 } })).toEqual(['CLIP · seed 0 · fold 0', 'CLIP · seed 4 · fold 1']);
    expect(named({ folds: { of: 3, crossed: true } })).toHaveLength(6);
    const [, cell] = cellsOf(folded({ folds: { of: 3 } }));
    const { dataset } = tinyExperiment({}).base;
    expect(cell!.config.dataset).toEqual({ slot: 'dataset', type: 'fold', options: { dataset, of: 3, index: 1 } });
  });

  it('leave every other experiment as it was', () => {
    expect(cellsOf(folded({}))[0]!.config.dataset).toEqual(tinyExperiment({}).base.dataset);
    const off = { folds: { of: 3 }, profiles: { quick: { folds: false } } };
    expect(cellsOf(folded(off)).map(({ fold }) => fold)).toEqual([undefined, undefined]);
  });

  it('take the seeds of a sweep until decided by variant, besides those that are named', () => {
    const variants = { A: {}, B: { losses: [clip({ weight: 2 })] } };
    const cells = cellsOf(folded({ variants }), { extended: { A: [0, 5] } });
    expect(cells.map(({ variant, seed }) => `${variant}${seed}`)).toEqual(['A0', 'B0', 'A4', 'B4', 'A5']);
  });

  it.each([
    [{ of: 2 }, 'folds.of = 2: must be a whole number from 3 to 10'],
    [{ of: 11 }, 'folds.of = 11'],
    [{ of: 3, crossed: 1 }, 'folds.crossed = 1: must be true or false'],
    [{ of: 3, cross: true }, 'did you mean "crossed"'],
    [7, 'give an object'],
  ])('refuse %j', (folds, message) => {
    expect(() => defineExperiment(folded({ folds }))).toThrow(UserError);
    expect(() => defineExperiment(folded({ folds }))).toThrow(message);
  });

  it('refuse what would carry test data into training', () => {
    const folds = { of: 3 };
    expect(() => defineExperiment(folded({ folds, startsFrom: tinyExperiment({ name: 'first' }) }))).toThrow(
      'not with startsFrom',
    );
  });
});
