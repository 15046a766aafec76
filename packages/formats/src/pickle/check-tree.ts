import { UserError } from '@alignclip/core';

import { isDict, isList, type PickleValue } from './pickle-value';

const mostDepth = 100;
const mostValues = 20_000_000;

/**
 * Refuses what a pickle can be but data on a disk never is: a value inside itself, nesting beyond 100 levels, or
 * parts repeated by reference so often that walking over it would not end.
 */
export function checkTree(root: PickleValue, file: string): void {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const visit = (value: PickleValue): number => {
    if (!isList(value) && !isDict(value)) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) throw new UserError(`${file}: pickle: a value holds itself`);
    if (open.size >= mostDepth) throw new UserError(`${file}: pickle: nested deeper than ${mostDepth} levels`);
    open.add(value);
    let size = 1;
    for (const child of isDict(value) ? value.values() : value) size += visit(child);
    open.delete(value);
    if (size > mostValues) throw new UserError(`${file}: pickle: unfolds to more than ${mostValues} values`);
    sizes.set(value, size);
    return size;
  };
  visit(root);
}
