import type { z } from 'zod';
import { parseOptions } from './parse-options';
import type { Spec } from './spec';
import type { Slot, Token } from './token';

type Injected<Tokens extends readonly Token<unknown>[]> = {
  [K in keyof Tokens]: Tokens[K] extends Token<infer T> ? T : never;
};
type Arguments<Input> = Record<never, never> extends Input ? [options?: Input] : [options: Input];

/** The input of `defineComponent`: `create` gets the validated options, then the injected services in order. */
export interface Definition<Made, Schema extends z.ZodType, Tokens extends readonly Token<unknown>[]> {
  /** Kebab-case; the name of its file, its doc page and its spec. */
  readonly type: string;
  /** The version of the slot's contract that this component was written for; a registry refuses any other version. */
  readonly contract?: number;
  /** A strict zod object; options have a default if one makes sense, and their meaning in `.describe()`. */
  readonly options: Schema;
  readonly inject?: Tokens;
  /** Of an evaluator: how the keys of its scores end, so that a misspelt score is found before training. */
  readonly scoreEndings?: readonly (string | RegExp)[];
  readonly create: (options: z.output<Schema>, ...services: Injected<Tokens>) => Made;
}

/** A component as the registry sees it. */
export interface AnyComponent {
  readonly slot: Slot<string, unknown>;
  readonly type: string;
  readonly contract?: number;
  readonly options: z.ZodType;
  readonly inject: readonly Token<unknown>[];
  readonly scoreEndings?: readonly (string | RegExp)[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- checked against `inject` where it is defined
  readonly create: (options: any, ...services: any[]) => unknown;
}

/** Called in an experiment, a component validates its options and returns a spec. Throws UserError on invalid options. */
export interface Component<
  Name extends string,
  Input,
  Services extends readonly unknown[] = readonly never[],
  Made = unknown,
> extends AnyComponent {
  (...args: Arguments<Input>): Spec<Name>;
  /** Creates the service itself, for tests and programs without a container. Throws UserError on invalid options. */
  readonly make: (options: Input, ...services: Services) => Made;
}

const isComponent = (value: unknown): value is AnyComponent =>
  typeof value === 'function' && 'slot' in value && 'create' in value;

/** The components that a module exports: `import * as terms from './components'; componentsOf(terms)`, in the order of their names. */
export const componentsOf = (module: object): readonly AnyComponent[] => Object.values(module).filter(isComponent);

/** `defineComponent(LossTerm)({ type: 'cyclic-consistency', options: z.strictObject({ … }), create })` */
export const defineComponent =
  <Name extends string, T>(slot: Slot<Name, T>) =>
  <Schema extends z.ZodType, Made extends T | Promise<T>, const Tokens extends readonly Token<unknown>[] = []>(
    definition: Definition<Made, Schema, Tokens>,
  ): Component<Name, z.input<Schema>, Injected<Tokens>, Made> => {
    const validated = (options: z.input<Schema> | undefined) =>
      parseOptions(`${slot.name}/${definition.type}`, definition.options, options ?? {});
    const component = (...[options]: Arguments<z.input<Schema>>): Spec<Name> => ({
      slot: slot.name,
      type: definition.type,
      options: validated(options),
    });
    const make = (options: z.input<Schema>, ...services: Injected<Tokens>): Made =>
      definition.create(validated(options) as z.output<Schema>, ...services);
    return Object.assign(component, { slot, inject: [] as readonly Token<unknown>[], ...definition, make });
  };
