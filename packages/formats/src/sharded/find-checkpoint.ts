import { UserError } from '@alignclip/core';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Names of a model's weights in a folder of Hugging Face, the preferred ones first. */
const usual: readonly string[] = [
  'model.safetensors.index.json',
  'model.safetensors',
  'open_clip_model.safetensors',
  'pytorch_model.bin.index.json',
  'pytorch_model.bin',
  'open_clip_pytorch_model.bin',
];

const weights = /\.(?:safetensors|bin|pt|pth)$/;

const isFolder = (path: string): boolean => !path.includes('\0') && existsSync(path) && statSync(path).isDirectory();

/** Whether it is a folder with the weights of one model. */
export const isCheckpointFolder = (path: string): boolean => isFolder(path) && weightsIn(path).length === 1;

/** The file with the weights; of a folder, the one file or index in it. Throws UserError where there is none, or several. */
export function checkpointFile(path: string): string {
  if (!isFolder(path)) return path;
  const found = weightsIn(path);
  if (found.length === 1) return join(path, found[0]!);
  const several = found.length > 0;
  throw new UserError(
    `${path}: ${several ? `has several files of weights: ${found.slice(0, 8).join(', ')}; name one` : `no weights in this folder (${usual.join(', ')})`}`,
  );
}

function weightsIn(folder: string): string[] {
  const names = readdirSync(folder);
  const best = usual.find((name) => names.includes(name));
  return best === undefined ? names.filter((name) => weights.test(name)) : [best];
}
