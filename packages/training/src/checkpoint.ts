import { tf } from '@alignclip/backend';
import { type Curves, type Json, naming, type Tensor, UserError } from '@alignclip/core';
import { checkValues, readWithKept, writeChecked, type StoredTensor } from '@alignclip/formats';
import type { ParameterStore } from '@alignclip/nn';
import { named, PARAMETERS, stored, type FrozenWeights, type Trained } from './frozen/frozen-weights';
import { existsSync } from 'node:fs';
import { z } from 'zod';

/** What training needs to resume as if it had never stopped. */
export interface TrainingState {
  readonly key: string;
  /** Finished steps. */
  readonly step: number;
  readonly seconds: number;
  readonly curves: Curves;
  /** Position of data that come as a stream. */
  readonly position?: Json | undefined;
}

const stateSchema = z.object({
  key: z.string(),
  step: z.int().min(0),
  seconds: z.number().min(0),
  curves: z.record(z.string(), z.array(z.number())),
  position: z.json().optional(),
});

/** The weights that training resumes from, where a run averages. */
const UNAVERAGED = 'unaveraged/';

/**
 * Writes weights, optimizer moments and progress to one safetensors file, atomically and with a checksum; frozen weights
 * go into the file of their own.
 */
export async function saveCheckpoint(
  path: string,
  { parameters, optimizer, average }: Trained,
  state: TrainingState,
  frozen?: FrozenWeights,
): Promise<void> {
  const moments = optimizer.state();
  const own = [...(average ?? parameters).entries()].filter(([address]) => !frozen?.addresses.has(address));
  const tensors = new Map<string, StoredTensor>([
    ...named(PARAMETERS, own),
    ...(average ? named(UNAVERAGED, parameters.entries()) : []),
    ...Object.entries(moments).map(([name, tensor]) => [`optimizer/${name}`, stored(tensor)] as const),
  ]);
  tf.dispose(moments);
  const metadata = { training: JSON.stringify(state) };
  await (frozen ? frozen.kept.writeChecked(path, tensors, metadata) : writeChecked(path, tensors, metadata));
}

/** Restores a checkpoint of the run `key`, if the file exists. Throws UserError if it is corrupt or belongs to another run. */
export async function restoreCheckpoint(
  path: string,
  { parameters, optimizer, average }: Trained,
  key: string,
): Promise<TrainingState | undefined> {
  if (!existsSync(path)) return undefined;
  const { tensors, metadata } = await readWithKept(path).catch(withRemedy);
  const state = stateOf(metadata['training'], path);
  if (state.key !== key)
    throw new UserError(`checkpoint ${path} belongs to run ${state.key.slice(0, 12)}, not to ${key.slice(0, 12)}`);
  restoreParameters(parameters, under(PARAMETERS, tensors), path);
  if (average) {
    average.restart();
    restoreParameters(parameters, under(UNAVERAGED, tensors), path);
  }
  tf.tidy(() => {
    const moments = Array.from(under('optimizer/', tensors), ([name, value]) => [name, tensorOf(value)] as const);
    optimizer.restore(Object.fromEntries(moments));
  });
  return state;
}

const remedy = 'remove the file to train from the beginning';

function withRemedy(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw new UserError(`checkpoint ${error.message}; ${remedy}`);
}

/** Where training stood. Throws UserError where a file without a checksum doesn't say so. */
function stateOf(text: string | undefined, path: string): TrainingState {
  try {
    return stateSchema.parse(JSON.parse(text ?? ''));
  } catch {
    throw new UserError(`checkpoint ${path} doesn't say where training stood; ${remedy}`);
  }
}

/**
 * Reads weights alone: from a checkpoint, or from any safetensors file whose tensors are named by address. Values of loss
 * terms (`losses/…`) stay as they are where the file has none; at the start of a training those of an embedding head too.
 * Throws UserError where the file can't be read, and where a parameter is missing, has another shape or is not finite.
 */
export async function readWeights(path: string, parameters: ParameterStore, isStart = false): Promise<void> {
  const { tensors } = await readWithKept(path);
  const isCheckpoint = [...tensors.keys()].some((name) => name.startsWith(PARAMETERS));
  const added = isStart ? /^(losses|embedding-head)\// : /^losses\//;
  const values = under(isCheckpoint ? PARAMETERS : '', tensors);
  naming(path, () => checkValues(values));
  restoreParameters(parameters, values, path, (address) => added.test(address));
}

/**
 * Gives every parameter its value by address; one that the file lacks keeps its own where `isOptional` says so. Throws
 * UserError where any other is missing and where one has another shape.
 */
export function restoreParameters(
  parameters: ParameterStore,
  values: ReadonlyMap<string, StoredTensor>,
  path: string,
  isOptional: (address: string) => boolean = () => false,
): void {
  for (const [address, { shape }] of parameters.entries()) {
    const value = values.get(address);
    if (value === undefined && isOptional(address)) continue;
    if (value === undefined) throw new UserError(`checkpoint ${path} has no parameter "${address}"`);
    if (value.shape.join() !== shape.join()) {
      throw new UserError(
        `checkpoint ${path}: "${address}" is [${value.shape.join(', ')}], the model has [${shape.join(', ')}]`,
      );
    }
    tf.tidy(() => parameters.assign(address, tensorOf(value)));
  }
}

const tensorOf = ({ data, shape, dtype }: StoredTensor): Tensor =>
  tf.tensor(data as Float32Array | Int32Array, [...shape], dtype === 'I32' ? 'int32' : 'float32');

const under = (folder: string, tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> =>
  new Map(
    [...tensors].filter(([name]) => name.startsWith(folder)).map(([name, value]) => [name.slice(folder.length), value]),
  );
