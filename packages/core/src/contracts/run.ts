import { token } from '../token';

/** The seed of the run: initial values, data order, augmentation and captions all follow from it. */
export const RunSeed = token<number>('run-seed');
