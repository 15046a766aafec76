import { selectBackend } from '@alignclip/backend';
import type { RunRecord } from '@alignclip/core';
import { gap, gapTrajectory, interventions, projection, retrieval, zeroShot } from '@alignclip/evaluation';
import { classBars, defaultFigures, distributionClaim, renderSvg } from '@alignclip/reporting';
import { shared } from '@alignclip/sharing';
import { warmUpCosine } from '@alignclip/training';
import { join } from 'node:path';
import { cellsOf } from './define/cells';
import { Registry } from './define/registry';
import { runCell } from './sweep/run-cell';
import { RunStore } from './store/run-store';
import { scratchFolder } from './testing/scratch-folder';
import { tinyExperiment } from './testing/tiny-experiment';
import { experimentOf } from './define/load-experiment';

const scratch = scratchFolder('figures');
const definition = tinyExperiment({
  variants: {
    CLIP: {
      schedule: warmUpCosine({ warmUp: 0 }),
      probes: [gapTrajectory({ every: 3, batchSize: 16 })],
      evaluators: [
        gap({ resamples: 0 }),
        retrieval({ resamples: 0 }),
        zeroShot({ resamples: 0 }),
        interventions({ resamples: 0, classSets: [] }),
        projection({ resamples: 0, mostPairs: 30, iterations: 20, perplexity: 5 }),
      ],
    },
    SharedCLIP: { schedule: warmUpCosine({ warmUp: 0 }), sharing: shared() },
  },
});

/** What evaluators and probes leave in a record is what figures and claims look for. */
describe('figures of real runs', () => {
  let records: RunRecord[];
  beforeAll(async () => {
    await selectBackend();
    const store = new RunStore(join(scratch.path, 'store'));
    const file = join(__dirname, 'testing/tiny-experiment.ts');
    records = [];
    const experiment = { ...experimentOf(definition, file), store };
    for (const cell of cellsOf(definition)) records.push(await runCell(experiment, cell, 'quick'));
  });

  it('all draw something', async () => {
    const classSet = Object.keys(records[0]!.scores)
      .find((key) => key.startsWith('zero-shot/'))!
      .split('/')[2]!;
    const specs = [...defaultFigures(records).filter(({ type }) => type !== 'class-bars'), classBars({ classSet })];
    const registry = new Registry();
    for (const spec of specs) {
      const model = registry.create(spec).draw(records);
      expect([spec.type, model.spec === undefined]).toEqual([spec.type, false]);
      expect(await renderSvg(model)).toContain('CLIP');
    }
  });

  it('have the histograms that a claim about distributions judges', () => {
    const spec = distributionClaim({ claim: 'c', source: 's', pairs: [['SharedCLIP', 'CLIP']] });
    expect(new Registry().create(spec).judge(records)).toMatchObject({ verdict: 'undecided', seeds: 1 });
  });
});
