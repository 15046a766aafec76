import { selectBackend } from '@alignclip/backend';
import type { JsonObject } from '@alignclip/core';
import { serveJob } from '@alignclip/launchers';
import type { CellTask } from './cell-jobs';
import { cellsOf } from '../define/cells';
import { loadExperiment } from '../define/load-experiment';
import { withStore } from './open-experiment';
import { runCell } from './run-cell';

serveJob(async (message, { signal, report }) => {
  const { file, profile, settings, variant, seed, folder } = message as CellTask;
  await selectBackend();
  const experiment = withStore(loadExperiment(file), folder);
  const [cell] = cellsOf(experiment.definition, { profile, settings, variants: [variant], seeds: [seed] });
  const onPhase = (phase: string) => report({ phase });
  const record = await runCell(experiment, cell!, profile, {
    signal,
    onPhase,
    onStep: ({ step, steps, losses }) => report({ phase: 'train', step, steps, loss: losses['L'] ?? NaN }),
  });
  return { key: record.key, seconds: record.seconds.train + record.seconds.evaluate } satisfies JsonObject;
});
