import { selectBackend } from '@alignclip/backend';
import type { JsonObject } from '@alignclip/core';
import { serveJob } from '@alignclip/launchers';
import type { CellTask } from './cell-task';
import { cellsOf } from './cells';
import { loadExperiment } from './load-experiment';
import { runCell } from './run-cell';
import { RunStore } from './run-store';

serveJob(async (message, { signal, report }) => {
  const { file, profile, settings, variant, seed, folder } = message as CellTask;
  await selectBackend();
  const experiment = loadExperiment(file);
  const [cell] = cellsOf(experiment.definition, { profile, settings, variants: [variant], seeds: [seed] });
  const onPhase = (phase: string) => report({ phase });
  const record = await runCell(experiment, cell!, profile, new RunStore(folder), {
    signal,
    onPhase,
    onStep: ({ step, steps, losses }) => report({ phase: 'train', step, steps, loss: losses['L'] ?? NaN }),
  });
  return { key: record.key, seconds: record.seconds.train + record.seconds.evaluate } satisfies JsonObject;
});
