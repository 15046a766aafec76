import { offTape, tf } from '@alignclip/backend';
import { alone, type Peers, type Tensor2D, type TowerOutputs } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { GivenSignals, TowerInputs } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { embeddingGradients, entriesOf, throughOutputs, type OutputGradients } from './embedding-gradients';
import { gatheredRows } from './gathered-rows';
import { added, addedByAll, GradientTree } from './gradient-tree';
import { byAddress, parameterGradients, variablesOf, type BatchGradients, type Gradients } from './gradients';
import type { Losses, Objective } from './objective';
import type { StateUpdates } from './training-pass';

/** What a batch is made of, and by whom. */
export interface Chunks {
  /** Chunks of this worker: neighbouring ones, as many as a power of two where there are several workers. */
  readonly own: readonly TowerInputs[];
  /** Of the whole batch. */
  readonly given: GivenSignals;
  readonly updates?: StateUpdates | undefined;
  readonly peers?: Peers | undefined;
}

/** What the losses of the whole batch give: gradients of this worker's outputs, and of parameters that they read themselves. */
interface OfLosses {
  readonly byOutput: OutputGradients;
  readonly direct: Gradients;
}

type Rows = Readonly<Record<string, Tensor2D>>;

interface Work {
  readonly model: ContrastiveModel;
  readonly parameters: ParameterStore;
  readonly chunks: Chunks;
  /** Differentiates the losses, given the outputs of all own chunks. */
  readonly differentiate: (outputs: TowerOutputs) => OfLosses;
  /** Takes the gradients of each chunk, in order, and those that don't pass the towers with the first. */
  readonly take: (part: Gradients, direct?: Gradients) => void;
}

/**
 * The gradients of `batchGradients` with the batch embedded in chunks: embed all without a tape, differentiate the losses
 * by the outputs of the towers on the whole batch, then go back through the chunks one by one. Memory grows with the
 * chunk, and with the logarithm of their number. Sums over chunks follow one binary tree, so that they have the same bits
 * however many workers embed the chunks.
 */
export function chunkedGradients(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  chunks: Chunks,
): BatchGradients {
  const { own, given, peers = alone } = chunks;
  let losses = (): Losses => ({});
  const gradients = tf.tidy(() => {
    const [tree, addresses] = [new GradientTree(), new Set<string>()];
    let untouched: Gradients = {};
    const differentiate = (outputs: TowerOutputs): OfLosses => {
      const all = gatheredRows<TowerOutputs & Rows>(peers, { ...outputs }, 'embeddings');
      const found = embeddingGradients(model, objective, all, given, variablesOf(parameters));
      losses = found.losses;
      return { byOutput: ownRows(peers, found.byOutput), direct: byAddress(parameters, found.byName) };
    };
    const take = (part: Gradients, direct: Gradients = {}): void => {
      Object.keys(part).forEach((address) => addresses.add(address));
      const isFirst = peers.rank === 0; // every worker has the same direct gradients; they count once
      if (!isFirst) untouched = { ...untouched, ...direct };
      tree.add(isFirst ? added(direct, part) : part);
    };
    const pass = own.length === 1 ? onePass : twoPasses;
    pass({ model, parameters, chunks, differentiate, take });
    return addedByAll(peers, { own: tree.total(), untouched, addresses: [...addresses] }, 'gradients');
  });
  return { gradients, losses };
}

/** A single chunk is embedded once: the losses are differentiated while its tape waits. */
function onePass({ model, parameters, chunks: { own, updates }, differentiate, take }: Work): void {
  let direct: Gradients = {};
  const part = parameterGradients(parameters, () => {
    const outputs = model.outputs(own[0]!, updates);
    const found = offTape(() => differentiate(outputs));
    direct = found.direct;
    Object.values(direct).forEach((gradient) => tf.keep(gradient));
    return throughOutputs(outputs, found.byOutput);
  });
  take(part, direct);
}

/** Both passes over a chunk draw the same numbers; new values of states are taken from the second. */
function twoPasses({ model, parameters, chunks: { own, updates }, differentiate, take }: Work): void {
  const outputs = joined(own.map((chunk) => tf.tidy(() => ({ ...model.outputs(chunk) }))));
  const { byOutput, direct } = differentiate(outputs);
  let row = 0;
  own.forEach((chunk, i) => {
    const sliced = rowsOf(byOutput, row, chunk.images.shape[0]);
    row += chunk.images.shape[0];
    const part = parameterGradients(parameters, () => throughOutputs(model.outputs(chunk, updates), sliced));
    take(part, i === 0 ? direct : {});
  });
}

/** The chunks stacked, output by output. */
const joined = (parts: readonly TowerOutputs[]): TowerOutputs =>
  Object.fromEntries(
    entriesOf(parts[0]!).map(([name]) => [name, tf.concat(parts.map((part) => part[name]!))]),
  ) as unknown as TowerOutputs;

/** Those of this worker. */
function ownRows({ rank, size }: Peers, byOutput: OutputGradients): OutputGradients {
  if (size === 1) return byOutput;
  const rows = Object.values(byOutput).find((gradient) => gradient)?.shape[0] ?? 0;
  return rowsOf(byOutput, (rank * rows) / size, rows / size);
}

const rowsOf = (byOutput: OutputGradients, start: number, rows: number): OutputGradients =>
  Object.fromEntries(
    Object.entries(byOutput).map(([name, gradient]) => [name, gradient && tf.slice(gradient, [start, 0], [rows, -1])]),
  );
