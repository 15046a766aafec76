import type { PickleCursor } from './pickle-cursor';
import {
  isDict,
  isGlobal,
  isList,
  isObject,
  type AllowedGlobals,
  type PickleKey,
  type PickleValue,
} from './pickle-value';

/** How a pickle is read: the names that it may use and the meaning of its persistent ids. */
export interface PickleContext {
  readonly allowed: AllowedGlobals;
  readonly persistent?: (id: PickleValue) => PickleValue;
}

/** The stack, marks and memo while a pickle is read. */
export class PickleMachine {
  private stack: PickleValue[] = [];
  private readonly marks: PickleValue[][] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    readonly cursor: PickleCursor,
    private readonly context: PickleContext,
  ) {}

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    return value === undefined ? this.fail('takes a value from an empty stack') : value;
  }

  top(): PickleValue {
    const value = this.stack.at(-1);
    return value === undefined ? this.fail('reads from an empty stack') : value;
  }

  mark(): void {
    this.marks.push(this.stack);
    this.stack = [];
  }

  /** The values since the last mark. */
  popToMark(): PickleValue[] {
    const values = this.stack;
    this.stack = this.marks.pop() ?? this.fail('has no mark');
    return values;
  }

  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  remember(index = this.memo.size): void {
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    this.push(this.memo.get(index) ?? (this.memo.has(index) ? null : this.fail(`has no memo ${index}`)));
  }

  append(values: readonly PickleValue[]): void {
    const list = this.top();
    if (!isList(list)) return this.fail('appends to a value that is not a list');
    for (const value of values) list.push(value);
  }

  setItems(values: readonly PickleValue[]): void {
    const dict = this.top();
    if (!isDict(dict)) return this.fail('sets an item of a value that is not a dict');
    for (const [key, value] of this.pairs(values)) {
      if (dict.has(key)) this.fail(`the key "${String(key)}" occurs twice`);
      dict.set(key, value);
    }
  }

  /** A global by module and name. Everything outside the list of allowed ones is refused here. */
  global(module: string, name: string): void {
    const allowed = this.context.allowed.get(`${module}.${name}`);
    this.push(allowed ?? this.fail(`refused: it asks for "${module}.${name}", which is not data; nothing was run`));
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isGlobal(callee) || callee.call === undefined || !isList(args)) {
      return this.fail(
        `refused: it calls ${isGlobal(callee) ? `"${callee.global}"` : 'a value'}, which is not a known function`,
      );
    }
    this.push(callee.call(args));
  }

  /** Attributes: those of an ordered dict (a state dict's `_metadata`) are ignored, other objects can't have any. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (isObject(target) && target.setState) return target.setState(state);
    if (!isDict(target)) this.fail('refused: it sets attributes');
  }

  persistent(id: PickleValue): void {
    this.push(this.context.persistent?.(id) ?? this.fail('has a persistent id'));
  }

  /** The value of the whole pickle. */
  finish(): PickleValue {
    const value = this.pop();
    return this.stack.length === 0 && this.marks.length === 0 ? value : this.fail('stops with values left over');
  }

  fail(what: string): never {
    return this.cursor.fail(what);
  }

  private pairs(values: readonly PickleValue[]): [PickleKey, PickleValue][] {
    if (values.length % 2 !== 0) this.fail('has a key without a value');
    return Array.from({ length: values.length / 2 }, (_, index) => [
      this.key(values[2 * index]!),
      values[2 * index + 1]!,
    ]);
  }

  /** Bytes as keys (Python 2, or re-saved CIFAR batches) count as text. */
  private key(value: PickleValue): PickleKey {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
    const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
    return isPlain ? (value as PickleKey) : this.fail('has a dict key that is neither text nor number');
  }
}
