import { token } from '../token';

/** The seed of the run: initial values, data order, augmentation and captions all follow from it. */
export const RunSeed = token<number>('run-seed');

/** Called with the progress of a preparation: decoding images, embedding captions. */
export type ReportProgress = (what: string, done: number, total: number) => void;

/** The listener for progress; none by default. */
export const Progress = token<ReportProgress>('progress');
