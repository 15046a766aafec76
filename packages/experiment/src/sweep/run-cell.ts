import { alone, Interrupted, type Peers, type RunRecord, type TrainingStep } from '@alignclip/core';
import { peakMemory } from '@alignclip/launchers';
import { countParameters, Parameters } from '@alignclip/nn';
import { requireSame, TrainingObjective } from '@alignclip/training';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { keysOfRun, type CellKeys } from '../identity/cell-keys';
import type { Cell } from '../define/cells';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { compose, type Run } from '../compose/compose';
import { evaluateMapped } from '../models/evaluate-run';
import { recordIdentity } from '../identity/provenance';
import { RunEvents } from '../store/run-events';
import type { RunStore } from '../store/run-store';
import { StartedCells } from '../store/records';
import type { OpenedExperiment } from './open-experiment';
import { withStartingWeights } from './starting-weights';

export interface CellHooks {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: TrainingStep) => void;
  readonly onPhase?: (phase: 'train' | 'evaluate') => void;
  /** The workers that train the cell together; without it this process trains it alone. */
  readonly peers?: Peers;
}

/**
 * Trains and evaluates one cell and writes its record; a finished cell's record is read instead. Of several workers all
 * train, and only the first writes files, evaluates, and gives a record.
 */
export async function runCell(
  experiment: OpenedExperiment,
  planned: Cell,
  profile: string,
  hooks?: CellHooks & { readonly peers?: undefined },
): Promise<RunRecord>;
export async function runCell(
  experiment: OpenedExperiment,
  planned: Cell,
  profile: string,
  hooks?: CellHooks,
): Promise<RunRecord | undefined>;
export async function runCell(
  experiment: OpenedExperiment,
  planned: Cell,
  profile: string,
  hooks: CellHooks = {},
): Promise<RunRecord | undefined> {
  const { peers = alone } = hooks;
  const { definition, registry, file, store } = experiment;
  const cell = definition.startsFrom ? await withStartingWeights(planned, experiment, profile) : planned;
  const fingerprint = new CodeFingerprint(experiment);
  const codeOf = fingerprint.ofFeatures;
  const run = compose({ ...cell, registry, modules: definition.modules, file, codeOf, peers });
  const keys = await keysOfRun(run, cell, fingerprint);
  requireSame(
    peers,
    `${keys.key} ${keys.trainingKey}`,
    'the cell',
    'do all have the same experiment, data and version?',
  );
  if (peers.rank > 0) return help(run, keys, store, hooks);
  const identity = recordIdentity(experiment, cell, keys, fingerprint);
  const work = async (signal: AbortSignal) => {
    peers.agree(false, turn);
    const finished = store.find(cell.variant, cell.seed, keys.key);
    if (peers.agree(finished !== undefined, 'the start of the cell')) return finished;
    const name = store.runName(cell.variant, cell.seed, keys.key);
    const started = new StartedCells(store.folder);
    const { experiment: of, variant, seed, key } = identity;
    const { trainingKey } = keys;
    const startedAt = new Date().toISOString();
    const { fold } = cell;
    await started.add(name, { experiment: of, variant, seed, fold, profile, key, trainingKey, startedAt });
    const events = new RunEvents(store.eventFolder(name));
    const results = await trainAndEvaluate(run, keys, store, events, { ...hooks, signal });
    const signals = [...(await run.get(TrainingObjective)).needs].sort();
    const record = { schema: 1 as const, profile, ...identity, signals, ...results };
    started.remove(name);
    await store.save(record);
    return record;
  };
  return store.exclusively(keys.trainingKey, work, hooks.signal, () => peers.agree(true, turn));
}

/** What the first worker tells the others while another process works on the cell: they would wait in vain otherwise. */
const turn = 'the turn of the cell';

/** What the other workers do while the first waits for its turn and runs the cell. */
async function help(run: Run, { trainingKey: key }: CellKeys, store: RunStore, { peers, signal }: CellHooks) {
  while (peers!.agree(false, turn)) {
    await nextTurn(); // signals are handled between two looks
    if (signal?.aborted) throw new Interrupted('stopped while waiting: another process is working on the same cell');
  }
  if (peers!.agree(false, 'the start of the cell')) return undefined;
  const trainer = await run.trainer();
  await trainer.run({ checkpoint: store.checkpointPath(key), key, ...(signal && { signal }) });
  return undefined;
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
  const evaluation = await evaluateMapped(run);
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
