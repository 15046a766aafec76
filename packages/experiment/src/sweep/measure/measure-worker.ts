import { joinCluster, selectBackend } from '@alignclip/backend';
import { alone } from '@alignclip/core';
import { serveJob } from '@alignclip/launchers';
import { cellOfTask, type CellTask } from '../cell-jobs';
import { compose } from '../../compose/compose';
import { CodeFingerprint } from '../../identity/code-fingerprint';
import { measureRun } from './measure-run';

serveJob(async (message, { signal, place }) => {
  const peers = place ? await joinCluster(place.cluster, place.limit) : alone;
  await selectBackend();
  const { experiment, cell } = cellOfTask(message as CellTask);
  const { definition, registry } = experiment;
  const { ofFeatures: codeOf } = new CodeFingerprint(experiment);
  const run = compose({ ...cell, registry, modules: definition.modules, codeOf, peers });
  const { peakMemory, ...measured } = await measureRun(run, 0, signal);
  return { ...measured, ...(peakMemory !== undefined && { peakMemory: peakMemory * peers.size }) };
});
