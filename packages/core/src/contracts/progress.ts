import { token } from '../token';

/** Told how far a preparation has come: decoding images, embedding captions. */
export type ReportProgress = (what: string, done: number, total: number) => void;

/** Who is told; nobody by default. */
export const Progress = token<ReportProgress>('progress');
