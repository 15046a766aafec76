import { UserError } from '@alignclip/core';
import {
  addressedSize,
  type CheckpointFile,
  fromOpenClip,
  isAddressed,
  type ModelSize,
  parametersOf,
  readCheckpointFile,
  type StoredTensor,
} from '@alignclip/formats';
import { type Untold, untoldOf } from './untold';

/** A model that a file holds whole: parameters by address, and all that its towers are built from. */
export interface ModelFile {
  readonly path: string;
  readonly format: CheckpointFile['format'];
  readonly parameters: ReadonlyMap<string, StoredTensor>;
  readonly size: ModelSize;
  readonly untold: Untold;
  /** Names that no embedding depends on, left out. */
  readonly unused: readonly string[];
}

/**
 * Reads a CLIP or SharedCLIP: a checkpoint of open_clip or AlignCLIP, a file that `alignclip import` wrote, or a run's
 * checkpoint. Throws UserError naming file and parameter where one is missing, beyond the model or misshapen.
 */
export async function readModelFile(path: string, wish: Partial<Untold> = {}): Promise<ModelFile> {
  const { format, tensors, about } = await readCheckpointFile(path);
  return naming(path, () => {
    if (!isAddressed(tensors.keys())) {
      const { parameters, size, unused } = fromOpenClip(tensors);
      return { path, format, parameters, size, unused, untold: untoldOf(size, {}, wish) };
    }
    const parameters = parametersOf(tensors);
    const size = addressedSize(parameters);
    return { path, format, parameters, size, unused: [], untold: untoldOf(size, about, wish) };
  });
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}
