import type { Modality, Parameter, SharingStrategy } from '@alignclip/core';
import type { Initialiser } from './initialisation-scheme';
import type { Asker, ParameterStore } from './parameter-store';

/** A folder of parameters: `locate` turns a path in it into an address. */
export class Scope {
  constructor(
    private readonly store: ParameterStore,
    private readonly locate: (path: string) => string,
    private readonly folder = '',
    private readonly asked = new Set<string>(),
    private readonly tower?: Modality,
  ) {}

  /** The addresses of parameters and state that were asked for in this folder and in all others of the same root. */
  get addresses(): readonly string[] {
    return [...this.asked];
  }

  child(name: string | number): Scope {
    return new Scope(this.store, this.locate, `${this.folder}${name}/`, this.asked, this.tower);
  }

  parameter<const Shape extends readonly number[]>(
    name: string,
    shape: Shape,
    initialise: Initialiser,
  ): Parameter<Shape> {
    return this.store.parameter(this.addressOf(name), shape, initialise, this.asker(name));
  }

  /** A value that isn't trained, such as a running mean; see `ParameterStore.state`. */
  state<const Shape extends readonly number[]>(name: string, shape: Shape, initialise: Initialiser): Parameter<Shape> {
    return this.store.state(this.addressOf(name), shape, initialise, this.asker(name));
  }

  private asker(name: string): Asker | undefined {
    return this.tower && { tower: this.tower, path: this.folder + name };
  }

  private addressOf(name: string): string {
    const address = this.locate(this.folder + name);
    this.asked.add(address);
    return address;
  }
}

/** The scope of a tower: the sharing strategy decides every address. */
export const towerScope = (store: ParameterStore, sharing: SharingStrategy, tower: Modality): Scope =>
  new Scope(store, (path) => sharing.locate(tower, path), '', new Set(), tower);

/** The scope of one side of a head. */
export const headScope = (store: ParameterStore, sharing: SharingStrategy, tower: Modality): Scope =>
  towerScope(store, sharing, tower).child('head');
