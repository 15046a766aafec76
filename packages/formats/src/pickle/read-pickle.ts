import { checkTree } from './check-tree';
import { opcodes } from './opcodes';
import { PickleCursor } from './pickle-cursor';
import { PickleMachine, type PickleContext } from './pickle-machine';
import type { PickleValue } from './pickle-value';

export interface PickleOptions extends PickleContext {
  /** What errors call the pickle. */
  readonly name: string;
  /** Where it starts; default 0. */
  readonly start?: number;
}

const stop = 0x2e;

/** More than any checkpoint has; keeps the memory of a made-up one below a gigabyte. */
const mostOperations = 4_000_000;

/**
 * Reads one pickle of protocol 0 to 5 as data. It runs nothing: a global outside `allowed` is refused by name, and
 * calling an allowed one calls only the function that `allowed` holds for it. Lists, tuples and sets become arrays,
 * dicts maps. Gives also the byte after the pickle. Throws UserError for anything else.
 * Source: Python's pickletools.
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions): { value: PickleValue; end: number } {
  const cursor = new PickleCursor(bytes, options.name, options.start ?? 0);
  const machine = new PickleMachine(cursor, options);
  for (let operations = 0; ; operations += 1) {
    if (operations > mostOperations) machine.fail(`has more than ${mostOperations} operations`);
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
