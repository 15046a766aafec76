import { selectBackend } from '@alignclip/backend';
import { UserError, type Spec } from '@alignclip/core';
import {
  clustering,
  gap,
  interchangeability,
  intraModalRetrieval,
  knnProbe,
  linearProbe,
  mixedRetrieval,
  projection,
  retrieval,
  robustness,
  teacherAgreement,
  zeroShot,
} from '@alignclip/evaluation';
import { claim, frontier, question, scoreTable } from '@alignclip/reporting';
import { shared } from '@alignclip/sharing';
import { checkScores } from './check-scores';
import type { ExperimentDefinition } from './define-experiment';
import { defaultConfig, type RunConfig } from './run-config';
import { compose } from '../compose/compose';
import { Registry } from './registry';
import { evaluateModel } from '../models/evaluate-run';
import { tinyExperiment } from '../testing/tiny-experiment';

const registry = new Registry();
const evaluators = [
  ...[gap({ resamples: 0 }), retrieval({ resamples: 0 }), linearProbe({ name: 'probe' })],
  ...[clustering(), mixedRetrieval(), intraModalRetrieval(), knnProbe(), interchangeability(), robustness()],
];
const config = { ...defaultConfig(), ...tinyExperiment().base, evaluators } as RunConfig;
const asked = (score: string | string[]): Spec<'questions'> =>
  question({ question: 'Does it help?', baseline: 'a', treatment: 'b', score, name: 'gap', better: 'lower' });
const check = (score: string | string[]) =>
  checkScores({ ...tinyExperiment(), questions: [asked(score)] }, [config], registry);

describe('checkScores', () => {
  it.each([
    'gap/test/centroid-distance',
    'gap/val/rmg',
    'retrieval/test-shift/image-to-text/R@10',
    'probe/test/colour/top-1',
    'clustering/test/colour/modality-nmi',
    'mixed-retrieval/test/r-0.5/NDCG@10',
    'mixed-retrieval/test/dip',
    'intra-modal-retrieval/test/colour/image-to-image/mAP',
    'knn-probe/test/colour/own-modality',
    'interchangeability/test/colour/text-to-image/share',
    'robustness/test/text-to-image/noise-0.022',
  ])('takes %s', (score) => expect(check(score)).toEqual([]));

  it.each([
    ['gap/test/centroid-distnce', 'gap/test/centroid-distance'],
    ['gap/tset/rmg', 'gap/test/rmg'],
    ['gaps/test/rmg', 'gap/test/rmg'],
    ['retrieval/test/image-to-text/R1', 'retrieval/test/image-to-text/R@1'],
    ['prob/test/colour/top-1', 'probe/test/colour/top-1'],
    ['clustering/test/colour/v-mesure', 'clustering/test/colour/v-measure'],
    ['mixed-retrieval/test/r-0.5/NDCG10', 'mixed-retrieval/test/r-0.5/NDCG@1'],
    ['mixed-retrieval/test/ranking-bais', 'mixed-retrieval/test/ranking-bias'],
    ['intra-modal-retrieval/test/colour/image-to-image/map', 'intra-modal-retrieval/test/colour/image-to-image/mAP'],
    ['knn-probe/tset/colour/top-1', 'knn-probe/test/colour/top-1'],
    ['interchangeabilty/test/colour/text-to-image/share', 'interchangeability/test/colour/text-to-image/share'],
    ['robustness/test/text-to-image/nois-0.022', 'robustness/test/text-to-image/noise-1'],
  ])('refuses %s and names the nearest', (score, nearest) => {
    expect(() => check(['gap/test/rmg', score])).toThrow(UserError);
    expect(() => check(score)).toThrow(
      `question "Does it help?": no evaluator writes the score "${score}"; did you mean "${nearest}"`,
    );
  });

  it('looks at the columns of tables', () => {
    const columns = [{ title: 'RMG', score: 'gap/test/rgm', better: 'lower' as const }];
    const definition = { ...tinyExperiment(), tables: [scoreTable({ title: 'The gap', columns })] };
    expect(() => checkScores(definition, [config], registry)).toThrow('score-table "The gap": no evaluator writes');
  });

  it('looks at the variants that are compared', () => {
    const definition = tinyExperiment({ variants: { CLIP: {}, SharedCLIP: { sharing: shared() } } });
    const columns = [{ title: 'RMG', score: 'gap/test/rmg', better: 'lower' as const }];
    const checked = (change: Partial<ExperimentDefinition>) => () =>
      checkScores({ ...definition, ...change }, [config], registry);
    const table = (baseline: string) => ({ tables: [scoreTable({ title: 'The gap', columns, baseline })] });
    expect(checked(table('CLIP'))).not.toThrow();
    expect(checked(table('Clip'))).toThrow('unknown variant of score-table "The gap": "Clip"; did you mean "CLIP"');
    expect(checked(table('another paper'))).not.toThrow();
    const scores = [{ name: 'RMG', score: 'gap/test/rmg', better: 'lower' as const }];
    const claimed = claim({ claim: 'It helps', source: '§5', pairs: [['SharedCLP', 'CLIP']], scores });
    expect(checked({ claims: [claimed] })).toThrow(
      'variant of claim "It helps": "SharedCLP"; did you mean "SharedCLIP"',
    );
  });

  it('looks at both scores of a frontier', () => {
    const drawn = (gapScore: string, task: string) => {
      const measures = {
        gap: { name: 'gap', score: gapScore },
        task: { name: 'task', score: task, better: 'higher' as const },
      };
      return () => checkScores({ ...tinyExperiment(), figures: [frontier(measures)] }, [config], registry);
    };
    const [right, task] = ['gap/test/centroid-distance', 'clustering/test/colour/ari'];
    expect(drawn(right, task)()).toEqual([]);
    expect(drawn('gap/test/centroid-distnce', task)).toThrow(
      'frontier "Is it more than temperature?": no evaluator writes',
    );
    expect(drawn(right, 'clustering/test/colour/arri')).toThrow('did you mean "clustering/test/colour/ari"');
  });

  it('says of which questions the evaluator is missing', () => {
    expect(check('sts/sts12/spearman')).toEqual([
      'question "Does it help?": can\'t be answered, because no evaluator writes the score "sts/sts12/spearman"',
    ]);
  });
});

describe('scoreEndings of the evaluators', () => {
  const all = [
    ...[gap({ metrics: 'all' }), retrieval(), zeroShot(), linearProbe(), projection(), teacherAgreement()],
    ...[
      clustering(),
      mixedRetrieval({ queries: 'classes' }),
      intraModalRetrieval(),
      knnProbe({ concepts: 'examples' }),
    ],
    ...[interchangeability({ epochs: 1 }), robustness()],
  ];
  const without = (spec: Spec<'evaluators'>) => ({ ...spec, options: { ...spec.options, resamples: 0 } });

  beforeAll(selectBackend);

  it('are those that the evaluators write', async () => {
    const run = compose({ config: { ...config, evaluators: all.map(without) }, seed: 0, registry });
    const { scores } = await evaluateModel(await run.evaluators(), await run.dualEncoder());
    const written = new Set(Object.keys(scores).map((key) => key.split('/')[0]));
    expect(written.size).toBe(all.length);
    const isKnown = (key: string) =>
      registry
        .find(all.find(({ type }) => type === key.split('/')[0])!)
        .scoreEndings!.some((ending) =>
          typeof ending === 'string' ? key.endsWith(`/${ending}`) : ending.test(key.split('/').at(-1)!),
        );
    expect(Object.keys(scores).filter((key) => !isKnown(key))).toEqual([]);
  });
});
