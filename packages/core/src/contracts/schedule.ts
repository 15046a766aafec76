import { slot } from '../token';

export interface Schedule {
  /** Learning rate at a step counted from 0, for a training of `steps` steps. */
  learningRate(step: number, steps: number): number;
}

export const Schedule = slot<Schedule>()('schedule');
