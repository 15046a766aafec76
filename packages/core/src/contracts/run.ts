import { token } from '../token';

/** The seed of the run: initial values, data order, augmentation and captions all follow from it. */
export const RunSeed = token<number>('run-seed');

/** Told how far a preparation has come: decoding images, embedding captions. */
export type ReportProgress = (what: string, done: number, total: number) => void;

/** Who is told; nobody by default. */
export const Progress = token<ReportProgress>('progress');
