import type { z } from 'zod';
import { parseOptions } from './parse-options';
import type { Spec } from './spec';
import type { Slot, Token } from './token';

type Injected<Tokens extends readonly Token<unknown>[]> = {
  [K in keyof Tokens]: Tokens[K] extends Token<infer T> ? T : never;
};
type Arguments<Input> = Record<never, never> extends Input ? [options?: Input] : [options: Input];

/** What `defineComponent` is told: `create` gets the validated options, then the injected services in order. */
export interface Definition<T, Schema extends z.ZodType, Tokens extends readonly Token<unknown>[]> {
  /** Kebab-case; the name of its file, its doc page and its spec. */
  readonly type: string;
  /** A strict zod object; every option has a default wherever one makes sense. */
  readonly options: Schema;
  readonly inject?: Tokens;
  readonly create: (options: z.output<Schema>, ...services: Injected<Tokens>) => T | Promise<T>;
}

/** A component as the registry sees it. */
export interface AnyComponent {
  readonly slot: Slot<string, unknown>;
  readonly type: string;
  readonly options: z.ZodType;
  readonly inject: readonly Token<unknown>[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- checked against `inject` where it is defined
  readonly create: (options: any, ...services: any[]) => unknown;
}

/** Called in an experiment, a component validates its options and gives a spec; throws UserError on bad ones. */
export interface Component<Name extends string, Input> extends AnyComponent {
  (...args: Arguments<Input>): Spec<Name>;
}

/** `defineComponent(LossTerm)({ type: 'cyclic-consistency', options: z.strictObject({ … }), create })` */
export const defineComponent =
  <Name extends string, T>(slot: Slot<Name, T>) =>
  <Schema extends z.ZodType, const Tokens extends readonly Token<unknown>[] = []>(
    definition: Definition<T, Schema, Tokens>,
  ): Component<Name, z.input<Schema>> => {
    const component = (...args: Arguments<z.input<Schema>>): Spec<Name> => ({
      slot: slot.name,
      type: definition.type,
      options: parseOptions(`${slot.name}/${definition.type}`, definition.options, args[0] ?? {}),
    });
    return Object.assign(component, { slot, inject: [] as readonly Token<unknown>[], ...definition });
  };
