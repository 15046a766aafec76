import { joinCluster, selectBackend } from '@alignclip/backend';
import { alone, type JsonObject } from '@alignclip/core';
import { serveJob } from '@alignclip/launchers';
import { cellOfTask, type CellTask } from './cell-jobs';
import { withStore } from './open-experiment';
import { runCell } from './run-cell';

serveJob(async (message, { signal, report, place }) => {
  const task = message as CellTask;
  const { profile, folder } = task;
  const peers = place ? await joinCluster(place.cluster, place.limit) : alone;
  await selectBackend();
  const { experiment: loaded, cell } = cellOfTask(task);
  const experiment = withStore(loaded, folder);
  const onPhase = (phase: string) => report({ phase });
  const record = await runCell(experiment, cell, profile, {
    signal,
    peers,
    onPhase,
    onStep: ({ step, steps, losses }) => report({ phase: 'train', step, steps, loss: losses['L'] ?? NaN }),
  });
  if (record === undefined) return {}; // the first worker reports
  return { key: record.key, seconds: record.seconds.train + record.seconds.evaluate } satisfies JsonObject;
});
