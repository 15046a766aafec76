import { tf } from '@alignclip/backend';
import { UserError, type Curves, type Json, type Optimizer, type Tensor } from '@alignclip/core';
import { readSafetensors, writeSafetensors, type StoredTensor } from '@alignclip/formats';
import type { ParameterStore } from '@alignclip/nn';
import { existsSync } from 'node:fs';
import { z } from 'zod';

/** What training needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly key: string;
  /** Finished steps. */
  readonly step: number;
  readonly seconds: number;
  readonly curves: Curves;
  /** Where the data stood, for those that come as a stream. */
  readonly position?: Json | undefined;
}

const stateSchema = z.object({
  key: z.string(),
  step: z.number().int().min(0),
  seconds: z.number().min(0),
  curves: z.record(z.string(), z.array(z.number())),
  position: z.json().optional(),
});

const PARAMETERS = 'parameters/';

/** Writes weights, optimizer moments and progress to one safetensors file, atomically. */
export async function saveCheckpoint(
  path: string,
  parameters: ParameterStore,
  optimizer: Optimizer,
  state: TrainingState,
): Promise<void> {
  const moments = optimizer.state();
  const tensors = new Map<string, StoredTensor>([
    ...[...parameters.entries()].map(([address, variable]) => [`${PARAMETERS}${address}`, stored(variable)] as const),
    ...Object.entries(moments).map(([name, tensor]) => [`optimizer/${name}`, stored(tensor)] as const),
  ]);
  tf.dispose(moments);
  await writeSafetensors(path, tensors, { training: JSON.stringify(state) });
}

/** Restores a checkpoint of the run `key`, if the file is there. Throws UserError if it belongs to another run. */
export async function restoreCheckpoint(
  path: string,
  parameters: ParameterStore,
  optimizer: Optimizer,
  key: string,
): Promise<TrainingState | undefined> {
  if (!existsSync(path)) return undefined;
  const { tensors, metadata } = await readSafetensors(path);
  const state = stateSchema.parse(JSON.parse(metadata['training'] ?? '{}'));
  if (state.key !== key)
    throw new UserError(`checkpoint ${path} belongs to run ${state.key.slice(0, 12)}, not to ${key.slice(0, 12)}`);
  restoreParameters(parameters, tensors, path);
  tf.tidy(() => optimizer.restore(under('optimizer/', tensors)));
  return state;
}

/**
 * Reads weights alone: from a checkpoint, or from any safetensors file whose tensors are named by address. Throws
 * UserError where the file can't be read, a parameter is missing or misshapen.
 */
export async function readWeights(path: string, parameters: ParameterStore): Promise<void> {
  const { tensors } = await readSafetensors(path);
  const isCheckpoint = [...tensors.keys()].some((name) => name.startsWith(PARAMETERS));
  const named = isCheckpoint ? tensors : new Map([...tensors].map(([name, value]) => [PARAMETERS + name, value]));
  restoreParameters(parameters, named, path);
}

/** Assigns `parameters/<address>` to every parameter of the model. Throws UserError where one is missing or misshapen. */
export function restoreParameters(
  parameters: ParameterStore,
  tensors: ReadonlyMap<string, StoredTensor>,
  path: string,
): void {
  tf.tidy(() => {
    const values = under(PARAMETERS, tensors);
    for (const [address, variable] of parameters.entries()) {
      const value = values[address];
      if (value === undefined) throw new UserError(`checkpoint ${path} has no parameter "${address}"`);
      if (value.shape.join() !== variable.shape.join()) {
        throw new UserError(
          `checkpoint ${path}: "${address}" is [${value.shape.join(', ')}], the model has [${variable.shape.join(', ')}]`,
        );
      }
      parameters.assign(address, value);
    }
  });
}

function stored(tensor: Tensor): StoredTensor {
  const data = tensor.dataSync();
  return tensor.dtype === 'int32'
    ? { dtype: 'I32', shape: tensor.shape, data: Int32Array.from(data) }
    : { dtype: 'F32', shape: tensor.shape, data: data as Float32Array };
}

const under = (folder: string, tensors: ReadonlyMap<string, StoredTensor>): Record<string, Tensor> =>
  Object.fromEntries(
    [...tensors]
      .filter(([name]) => name.startsWith(folder))
      .map(([name, { data, shape, dtype }]) => [
        name.slice(folder.length),
        tf.tensor(data as Float32Array | Int32Array, [...shape], dtype === 'I32' ? 'int32' : 'float32'),
      ]),
  );
