import { selectBackend } from '@alignclip/backend';
import { serveJob } from '@alignclip/launchers';
import type { CellTask } from '../cell-jobs';
import { cellsOf } from '../../define/cells';
import { compose } from '../../compose/compose';
import { loadExperiment } from '../../define/load-experiment';
import { CodeFingerprint } from '../../identity/code-fingerprint';
import { measureRun } from './measure-run';

serveJob(async (message, { signal }) => {
  const { file, profile, settings, variant, seed } = message as CellTask;
  await selectBackend();
  const experiment = loadExperiment(file);
  const { definition, registry } = experiment;
  const [cell] = cellsOf(definition, { profile, settings, variants: [variant], seeds: [seed] });
  const { ofFeatures: codeOf } = new CodeFingerprint(experiment);
  const run = compose({ ...cell!, registry, modules: definition.modules, codeOf });
  return measureRun(run, 0, signal);
});
