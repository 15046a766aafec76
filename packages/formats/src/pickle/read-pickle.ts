import { UserError } from '@alignclip/core';
import { opcodes } from './opcodes';
import { PickleCursor } from './pickle-cursor';
import { PickleMachine, type PickleContext } from './pickle-machine';
import { type PickleValue, isDict, isList } from './pickle-value';

export interface PickleOptions extends PickleContext {
  /** The name of the pickle in errors. */
  readonly name: string;
  /** The byte where it starts; default 0. */
  readonly start?: number;
}

const stop = 0x2e;

/** More than any checkpoint has; keeps the memory of a hostile one below a gigabyte. */
const maxOperations = 4_000_000;

/**
 * Reads one pickle of protocol 0 to 5 as data. It runs nothing: a global outside `allowed` is refused by name, and
 * calling an allowed one calls only the function that `allowed` holds for it. Lists, tuples and sets become arrays,
 * dicts maps. `end` is the byte after the pickle. Throws UserError for anything else.
 * Source: Python's pickletools.
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions): { value: PickleValue; end: number } {
  const cursor = new PickleCursor(bytes, options.name, options.start ?? 0);
  const machine = new PickleMachine(cursor, options);
  for (let operations = 0; ; operations += 1) {
    if (operations > maxOperations) machine.fail(`has more than ${maxOperations} operations`);
    const code = cursor.uint8();
    if (code === stop) break;
    const operation =
      opcodes.get(code) ?? machine.fail(`has the opcode 0x${code.toString(16)}, which plain data does not need`);
    operation(machine);
  }
  const value = machine.finish();
  checkTree(value, options.name);
  return { value, end: cursor.position };
}

const maxDepth = 100;
const maxValues = 20_000_000;

/**
 * Refuses what is possible in a pickle but never occurs in data: a value inside itself, nesting beyond 100 levels, and
 * parts repeated by reference so often that a walk over the value would not end.
 */
function checkTree(root: PickleValue, file: string): void {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const visit = (value: PickleValue): number => {
    if (!isList(value) && !isDict(value)) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) throw new UserError(`${file}: pickle: a value contains itself`);
    if (open.size >= maxDepth) throw new UserError(`${file}: pickle: nested deeper than ${maxDepth} levels`);
    open.add(value);
    let size = 1;
    for (const child of isDict(value) ? value.values() : value) size += visit(child);
    open.delete(value);
    if (size > maxValues) throw new UserError(`${file}: pickle: expands to more than ${maxValues} values`);
    sizes.set(value, size);
    return size;
  };
  visit(root);
}
