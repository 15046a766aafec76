import type { Modality, Parameter, SharingStrategy } from '@alignclip/core';
import type { Initialiser } from './initialisers';
import type { ParameterStore } from './parameter-store';

/** A folder of parameters: names relative paths, and asks `locate` where each lives. */
export class Scope {
  constructor(
    private readonly store: ParameterStore,
    private readonly locate: (path: string) => string,
    private readonly folder = '',
  ) {}

  child(name: string | number): Scope {
    return new Scope(this.store, this.locate, `${this.folder}${name}/`);
  }

  parameter<const Shape extends readonly number[]>(
    name: string,
    shape: Shape,
    initialise: Initialiser,
  ): Parameter<Shape> {
    return this.store.parameter(this.locate(this.folder + name), shape, initialise);
  }
}

/** The scope in which a tower builds itself: the sharing strategy decides every address. */
export const towerScope = (store: ParameterStore, sharing: SharingStrategy, tower: Modality): Scope =>
  new Scope(store, (path) => sharing.locate(tower, path));
