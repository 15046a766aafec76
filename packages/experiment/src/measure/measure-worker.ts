import { selectBackend } from '@alignclip/backend';
import { serveJob } from '@alignclip/launchers';
import type { CellTask } from '../cell-task';
import { cellsOf } from '../cells';
import { compose } from '../compose';
import { loadExperiment } from '../load-experiment';
import { Registry } from '../registry';
import { measureRun } from './measure-run';

serveJob(async (message, { signal }) => {
  const { file, profile, settings, variant, seed } = message as CellTask;
  await selectBackend();
  const { definition } = loadExperiment(file);
  const [cell] = cellsOf(definition, { profile, settings, variants: [variant], seeds: [seed] });
  const run = compose({ ...cell!, registry: new Registry(definition.components), modules: definition.modules });
  return measureRun(run, 0, signal);
});
