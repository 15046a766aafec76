import type { Variable } from '@alignclip/core';
import { ParameterStore } from './parameter-store';

/** The parameters of a run that is only planned: addresses, shapes and counts, no values and no memory. */
export class ParameterShapes extends ParameterStore {
  constructor() {
    super(0);
  }

  protected override create(_address: string, shape: readonly number[]): Variable {
    const size = shape.reduce((product, length) => product * length, 1);
    return { shape, size, trainable: true, dispose: () => undefined } as unknown as Variable;
  }
}
