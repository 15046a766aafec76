import { contentHash, type FigureModel, type RunRecord, type Spec } from '@alignclip/core';
import { openDataset, Registry } from '@alignclip/experiment';
import { tableOfScores } from '@alignclip/reporting';
import type { Report } from '../../model/make-report';
import { madeMixedQueries, madePoints, madeProjection, madeQueries, madeRun } from '../../testing/made-run';

/** A name that would run as a script, close its element or load from the network if it were not escaped. */
export const hostile = `<script>globalThis.hacked=1</script><img src="http://192.0.2.1/x" onerror="globalThis.hacked=1">`;

export const variants = ['CLIP', 'SharedCLIP', hostile];

const plot = (field: string) => ({
  width: 420,
  height: 120,
  encoding: { x: { field: 'step', type: 'quantitative' }, y: { field, type: 'quantitative' } },
  layer: [{ mark: 'point' }, { mark: 'line' }],
});
const twoPlots = {
  title: 'Two plots below each other',
  description: 'Gap and temperature.',
  notes: [],
  spec: {
    data: { values: [0, 40, 80].map((step) => ({ step, gap: 1 - step / 100, temperature: 10 + step })) },
    vconcat: [plot('gap'), plot('temperature')],
  },
} satisfies FigureModel;

/** A report on made-up runs, with real images, two seeds, and one variant whose name attacks the page. */
export async function madeReport(change: Partial<Report> = {}): Promise<Report> {
  const ids = await imageIds(12);
  const records = variants.flatMap((variant, row) => [0, 1].map((seed) => record(variant, seed, row, ids)));
  const score = {
    score: 'gap/test/centroid-distance',
    title: 'centroid distance',
    percent: false,
    better: 'lower',
  } as const;
  const recall = {
    score: 'retrieval/test/R@1',
    title: 'R@1',
    group: 'recall',
    percent: true,
    better: 'higher',
  } as const;
  return {
    title: `made ${hostile}`,
    records,
    gaps: [`missing: ${hostile} · seed 2`],
    answers: [
      {
        question: 'Does it help?',
        answer: {
          verdict: 'yes',
          lines: ['Does it help? Yes on these data.', 'Downstream: more.'],
        },
      },
      {
        question: `And ${hostile}?`,
        answer: {
          verdict: 'undecided',
          lines: [`And ${hostile}? No answer yet.`],
        },
      },
    ],
    tables: [tableOfScores('Gap', [score, recall]).render(records)],
    figures: [twoPlots],
    claims: [
      {
        claim: `${hostile} is better`,
        source: 'Table 1',
        judgement: {
          verdict: 'holds',
          seeds: 2,
          parts: [1, 2, 3].map((n) => ({ verdict: 'holds' as const, seeds: 2, evidence: `${n} ${hostile}` })),
        },
      },
    ],
    registry: new Registry(),
    ...change,
  };
}

/** The same, where the second variant is the first one's weights with a map that exchanges the modalities. */
export async function madeMappedReport(): Promise<Report> {
  const report = await madeReport();
  const records = report.records.map((one): RunRecord => {
    if (one.variant === variants[2]) return one;
    const same = { ...one, trainingKey: contentHash(['weights', one.seed]) };
    if (one.variant === variants[0]) return same;
    const ids = (one.details['projection'] as unknown as Record<'test', { ids: string[] }>).test.ids;
    const { image, text } = madePoints(ids.length);
    const projection = { ...madeProjection(ids), sphere: { image: text, text: image } };
    const maps = [{ type: 'centring', fitOn: 'train', examples: 9, scoredOn: ['test'], transductive: false }];
    return { ...same, maps, details: { ...one.details, projection: { test: projection } } };
  });
  return { ...report, records };
}

function record(variant: string, seed: number, row: number, ids: readonly string[]): RunRecord {
  const details = {
    projection: { test: madeProjection(ids) },
    retrieval: { 'test/image-to-text': madeQueries(ids), 'test/text-to-image': madeQueries(ids) },
    'mixed-retrieval': { queries: 'captions', test: { examples: madeMixedQueries(ids) } },
  };
  if (variant === hostile) details.projection.test.captions[0] = hostile;
  return madeRun(variant, seed, {
    scores: {
      'gap/test/centroid-distance': [0.5, 1.25, 0.03][row]! + seed / 100,
      'retrieval/test/R@1': [0.1, 0.02, 0.3][row]!,
    },
    details: details as unknown as RunRecord['details'],
  });
}

async function imageIds(count: number): Promise<string[]> {
  const { config } = madeRun('CLIP', 0);
  const data = await openDataset(new Registry(), config['dataset'] as Spec);
  const ids: string[] = [];
  for await (const { id } of data.examples('test')) if (ids.push(id) === count) break;
  return ids;
}
