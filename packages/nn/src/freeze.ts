import { nearestNames, UserError } from '@alignclip/core';
import picomatch from 'picomatch';
import type { ParameterStore } from './parameter-store';

/**
 * Freezes every parameter whose address matches a glob: it gets no gradient and does not decay. Throws UserError where a
 * glob matches none, with the nearest that would, and where nothing is left to train.
 */
export function freeze(parameters: ParameterStore, globs: readonly string[]): void {
  for (const glob of globs) {
    for (const address of matching(glob, parameters.addresses, 'freeze')) parameters.freeze(address);
  }
  if (parameters.trained().length === 0) throw new UserError(`freeze: ${globs.join(', ')} leaves nothing to train`);
}

/** The addresses that match a glob of `option`. Throws UserError, with the nearest that would, where none does. */
export function matching(glob: string, addresses: readonly string[], option: string): string[] {
  const matches = picomatch(glob);
  const found = addresses.filter((address) => matches(address));
  if (found.length === 0) throw matchesNothing(glob, addresses, option);
  return found;
}

function matchesNothing(glob: string, addresses: readonly string[], option: string): UserError {
  const near = nearestNames(glob, [...foldersOf(addresses), ...addresses]);
  const hint = near.length > 0 ? `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?` : '.';
  const tops = [...new Set(addresses.map((address) => address.split('/')[0]!))];
  return new UserError(
    `${option}: no parameter address matches "${glob}"${hint} Addresses start with ${tops.join(', ')}`,
  );
}

/** A glob for everything in each folder: `text/**`, `text/blocks/**`, … */
function foldersOf(addresses: readonly string[]): Set<string> {
  const folders = addresses.flatMap((address) => {
    const parts = address.split('/');
    return parts.slice(1).map((_, depth) => `${parts.slice(0, depth + 1).join('/')}/**`);
  });
  return new Set(folders);
}
