import type { Modality } from '../modality';
import { slot } from '../token';

/**
 * Parameter sharing as addresses (RQ1). A tower asks for the address of each of its parameters; two towers with the same
 * address share one variable. Relative paths of a tower:
 * `patch-embedding/kernel`, `class-token`, `positions`, `pre-norm/{scale,bias}` (image), `token-embedding`, `positions` (text),
 * `blocks/<i>/norm-1|norm-2/{scale,bias}`, `blocks/<i>/attention/{qkv,output}/{kernel,bias}`,
 * `blocks/<i>/mlp/{input,output}/{kernel,bias}`, `post-norm/{scale,bias}`, `projection`. A head's paths start with `head/`.
 */
export interface SharingStrategy {
  /** The address, `shared/<path>` or `<tower>/<path>`. */
  locate(tower: Modality, path: string): string;
  /** Called before the first step. Throws UserError, with the nearest choice, where these towers can't share in this way. */
  check?(towers: Readonly<Record<Modality, TowerShapes>>): void;
}

/** The shapes of what a tower asks for, by relative path. */
export type TowerShapes = ReadonlyMap<string, readonly number[]>;

export const SharingStrategy = slot<SharingStrategy>()('sharing');
