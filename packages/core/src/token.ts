/** Names a service in the dependency-injection container and carries its type. */
export interface Token<T> {
  readonly name: string;
  readonly id: symbol;
  /** Never present at run time: ties the token to its type. */
  readonly provides?: T;
}

export const token = <T>(name: string): Token<T> => ({ name, id: Symbol.for(`alignclip/${name}`) });

/** A place in a run's configuration that a component fills; `many` slots hold a list. */
export interface Slot<Name extends string, T> extends Token<T> {
  readonly name: Name;
  readonly many: boolean;
  /** The version of its contract; increased when a component written for the previous version may no longer fit. */
  readonly version: number;
}

/** `slot<LossTerm>()('losses', { many: true })`: curried, so that the name's literal type is inferred. */
export const slot =
  <T>() =>
  <const Name extends string>(name: Name, { many = false, version = 1 } = {}): Slot<Name, T> => ({
    ...token<T>(name),
    name,
    many,
    version,
  });
