import type { RunRecord, TrainingStep } from '@alignclip/core';
import { peakMemory } from '@alignclip/launchers';
import { countParameters, Parameters } from '@alignclip/nn';
import { keysOfRun, type CellKeys } from './cell-keys';
import type { Cell } from './cells';
import { CodeFingerprint } from './code-fingerprint';
import { compose, type Run } from './compose';
import { evaluateModel } from './evaluate-model';
import type { LoadedExperiment } from './load-experiment';
import { recordIdentity } from './record-identity';
import { Registry } from './registry';
import { RunEvents } from './run-events';
import type { RunStore } from './run-store';
import { StartedCells } from './started-cells';
import { withStartingWeights } from './starting-weights';

export interface CellHooks {
  readonly signal?: AbortSignal;
  onStep?(step: TrainingStep): void;
  onPhase?(phase: 'train' | 'evaluate'): void;
}

/** Trains and evaluates one cell and writes its record; a finished one is read instead. */
export async function runCell(
  experiment: LoadedExperiment,
  planned: Cell,
  profile: string,
  store: RunStore,
  hooks: CellHooks = {},
): Promise<RunRecord> {
  const { definition } = experiment;
  const cell = await withStartingWeights(planned, experiment, profile, store);
  const { components, modules } = definition;
  const run = compose({ ...cell, registry: new Registry(components), modules, file: experiment.file });
  const fingerprint = new CodeFingerprint(experiment);
  const keys = await keysOfRun(run, cell, fingerprint);
  const identity = recordIdentity(experiment, cell, keys, fingerprint);
  const work = async () => {
    const finished = store.find(cell.variant, cell.seed, keys.key);
    if (finished) return finished;
    const name = store.runName(cell.variant, cell.seed, keys.key);
    const started = new StartedCells(store.folder);
    const { experiment: of, variant, seed, key } = identity;
    const { trainingKey } = keys;
    const startedAt = new Date().toISOString();
    await started.add(name, { experiment: of, variant, seed, profile, key, trainingKey, startedAt });
    const events = new RunEvents(store.eventFolder(name));
    const results = await trainAndEvaluate(run, keys, store, events, hooks);
    const record = { schema: 1 as const, profile, ...identity, ...results };
    started.remove(name);
    await store.save(record);
    return record;
  };
  return store.exclusively(keys.trainingKey, work, hooks.signal);
}

async function trainAndEvaluate(
  run: Run,
  { trainingKey }: CellKeys,
  store: RunStore,
  events: RunEvents,
  { signal, onStep, onPhase }: CellHooks,
) {
  const startedAt = new Date().toISOString();
  onPhase?.('train');
  const trainer = await run.trainer();
  const { curves, seconds: train } = await trainer.run({
    checkpoint: store.checkpointPath(trainingKey),
    key: trainingKey,
    onCurves: (soFar) => events.curves(soFar),
    ...(signal && { signal }),
    ...(onStep && { onStep }),
  });
  events.curves(curves);
  onPhase?.('evaluate');
  const evaluationStart = performance.now();
  const evaluation = await evaluateModel(await run.evaluators(), await run.dualEncoder());
  events.scores(trainer.steps, evaluation.scores);
  const evaluate = (performance.now() - evaluationStart) / 1000;
  const parameters = countParameters(await run.get(Parameters));
  const peak = peakMemory('self');
  return {
    startedAt,
    seconds: { train, evaluate },
    ...(peak !== undefined && { peakMemory: peak }),
    parameters,
    curves: curves as RunRecord['curves'],
    ...evaluation,
  };
}
