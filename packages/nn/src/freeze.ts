import { nearestNames, UserError } from '@alignclip/core';
import picomatch from 'picomatch';
import type { ParameterStore } from './parameter-store';

/**
 * Leaves every parameter whose address a glob names as it is: it gets no gradient and doesn't decay. Throws UserError
 * where a glob names none, with the nearest that would, and where nothing is left to train.
 */
export function freeze(parameters: ParameterStore, globs: readonly string[]): void {
  for (const glob of globs) {
    const names = picomatch(glob);
    const named = parameters.addresses.filter((address) => names(address));
    if (named.length === 0) throw namesNothing(glob, parameters.addresses);
    for (const address of named) parameters.freeze(address);
  }
  if (parameters.trained().length === 0) throw new UserError(`freeze: ${globs.join(', ')} leaves nothing to train`);
}

function namesNothing(glob: string, addresses: readonly string[]): UserError {
  const near = nearestNames(glob, [...foldersOf(addresses), ...addresses]);
  const hint = near.length > 0 ? `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?` : '.';
  const tops = [...new Set(addresses.map((address) => address.split('/')[0]!))];
  return new UserError(`freeze: no parameter's address fits "${glob}"${hint} Addresses begin with ${tops.join(', ')}`);
}

/** A glob for everything in each folder: `text/**`, `text/blocks/**`, … */
function foldersOf(addresses: readonly string[]): Set<string> {
  const folders = addresses.flatMap((address) => {
    const parts = address.split('/');
    return parts.slice(1).map((_, depth) => `${parts.slice(0, depth + 1).join('/')}/**`);
  });
  return new Set(folders);
}
