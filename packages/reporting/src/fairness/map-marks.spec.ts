import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from '../records';
import { claim } from '../claim';
import { question } from '../question';
import { rowName } from '../rendering/text';
import { renderSvg } from '../rendering/render-figure';
import { sphereMap } from '../sphere-map';
import { cosineDistribution } from '../cosine-distribution';
import { factorCurve } from '../factor-curve';
import { tableOfScores } from '../tables/table-of-scores';
import { varianceTable } from '../variance-table';
import { statisticsTable } from '../statistics-table';
import { lossLandscape } from '../loss-landscape';
import { figureRecords } from '../testing/figure-records';
import { madeRecord } from '../testing/made-records';
import { checkFairness } from './fairness';
import { markedName, markFigure } from './map-marks';

const fit = { type: 'centring', fitOn: 'train', examples: 9, scoredOn: ['test'], transductive: false };
type Fit = NonNullable<RunRecord['maps']>[number];
const mapped = (change: Partial<Fit> = {}): RunRecord => ({
  ...madeRecord('mapped', 0, {}, { config: { maps: [{ slot: 'maps', type: 'centring', options: {} }] } }),
  maps: [{ ...fit, ...change }],
});
const check = (run: RunRecord) => {
  const { unfair, notes } = checkFairness(runsByVariant([madeRecord('CLIP', 0, {}, { config: {} }), run]));
  return { unfair: unfair.get('mapped'), notes };
};

describe('maps and fairness', () => {
  it('takes a map as the method', () => {
    expect(check(mapped())).toEqual({ unfair: undefined, notes: [] });
  });

  it('names a map that was fitted on what is scored', () => {
    const { unfair, notes } = check(mapped({ fitOn: 'test' }));
    expect(unfair).toEqual(['being fitted on what is scored (map centring, split "test")']);
    expect(notes).toEqual([
      'mapped is not a fair comparison with CLIP: besides maps.centring it differs in being fitted on what is scored (map centring, split "test").',
    ]);
  });

  it('says what a map says of its fit', () => {
    expect(check(mapped({ note: 'changes nothing: no gap' })).notes).toEqual([
      'Map centring of mapped changes nothing: no gap.',
    ]);
  });

  it('marks transductive numbers', () => {
    expect(check(mapped({ transductive: true })).notes).toEqual([
      '§ Transductive, because what happens to an item depends on the others that are scored: mapped (centring).',
    ]);
  });
});

describe('marks of maps', () => {
  const seeing = { transductive: true };
  const both = { transductive: true, fitOn: 'test' };
  const nameOf = (change: Partial<Fit>) => markedName({ variant: 'mapped', runs: [mapped(change)] });

  it('stand after the name', () => {
    expect([{}, seeing, { fitOn: 'test' }, both].map(nameOf)).toEqual(['mapped', 'mapped §', 'mapped †', 'mapped § †']);
  });

  const scored = (variant: string, recall: number, maps: RunRecord['maps']) =>
    [0, 1].map((seed) => ({ ...madeRecord(variant, seed, { recall: recall + seed / 100 }, { config: {} }), maps }));
  const records = [...scored('CLIP', 0.2, undefined), ...scored('mapped', 0.5, mapped(both).maps)];
  const column = { title: 'R@1', score: 'recall', better: 'higher' as const, percent: false };

  it.each([
    ['tables of scores', tableOfScores('t', [column]), ['CLIP', 'mapped § †']],
    ['statistics', statisticsTable.make({ columns: [column] }), ['R@1, CLIP', 'R@1, mapped § †']],
    ['variances', varianceTable.make({ columns: [column] }), ['R@1, CLIP', 'R@1, mapped § †']],
  ])('stand in %s, with a note each', (_, table, names) => {
    const { rows, notes } = table.render(records);
    expect(rows.map(rowName)).toEqual(names);
    expect(notes.join(' ')).toContain('§ Transductive, because');
    expect(notes.join(' ')).toContain('being fitted on what is scored (map centring, split "test")');
  });

  it('stand in answers and in the evidence of claims', () => {
    const compared = { name: 'R@1', score: 'recall', better: 'higher' as const };
    const asked = question.make({ question: 'Better?', baseline: 'CLIP', treatment: 'mapped', ...compared });
    const said = 'mapped is transductive (centring): what happens to an item depends on the others that are scored';
    expect(asked.answer(records).lines.at(-1)).toContain(said);
    const made = claim.make({ claim: 'c', source: 's', pairs: [['mapped', 'CLIP']], scores: [compared] });
    expect(made.judge(records).parts[0]!.evidence).toContain(said);
  });

  it.each([
    ['a legend', cosineDistribution.make({})],
    ['the titles of its plots', sphereMap.make({})],
    ['facets', lossLandscape.make({})],
    ['labels', factorCurve.make({ name: 'R@1', score: 'recall' })],
  ])('stand in a figure: %s', async (_, drawing) => {
    const drawn = figureRecords(['CLIP', 'mapped']).map((run) =>
      run.variant === 'CLIP' ? run : { ...run, maps: mapped(both).maps },
    );
    const plain = drawing.draw(drawn);
    const model = markFigure(plain, drawn);
    const texts = (svg: string | undefined) =>
      [...svg!.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    const shown = texts(await renderSvg(model));
    expect(shown).toContain('mapped § †');
    expect(shown).not.toContain('mapped');
    expect(shown).toContain('CLIP');
    expect(model.notes.slice(plain.notes.length).map((note) => note[0])).toEqual(['§', '†']);
    const colours = (svg: string | undefined) => [...svg!.matchAll(/(?:stroke|fill)="#[^"]*"/g)].map(String);
    expect(colours(await renderSvg(model))).toEqual(colours(await renderSvg(plain)));
  });

  it('leave a figure without such maps as it is, and a variant with the name of something else', async () => {
    const plain = cosineDistribution.make({}).draw(figureRecords());
    expect(markFigure(plain, figureRecords())).toBe(plain);
    const odd = figureRecords(['nominal', 'circle']).map((run) => ({ ...run, maps: mapped(seeing).maps }));
    const svg = await renderSvg(markFigure(cosineDistribution.make({}).draw(odd), odd));
    expect(svg).toContain('nominal §');
    expect(svg).toContain('circle §');
  });
});
