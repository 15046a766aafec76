import { selectBackend } from '@alignclip/backend';
import { serveJob } from '@alignclip/launchers';
import { cellOfTask, type CellTask } from '../cell-jobs';
import { compose } from '../../compose/compose';
import { CodeFingerprint } from '../../identity/code-fingerprint';
import { measureRun } from './measure-run';

serveJob(async (message, { signal }) => {
  await selectBackend();
  const { experiment, cell } = cellOfTask(message as CellTask);
  const { definition, registry } = experiment;
  const { ofFeatures: codeOf } = new CodeFingerprint(experiment);
  const run = compose({ ...cell, registry, modules: definition.modules, codeOf });
  return measureRun(run, 0, signal);
});
