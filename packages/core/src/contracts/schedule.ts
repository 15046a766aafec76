import { slot } from '../token';

export interface Schedule {
  /** Learning rate at a step counted from 0, where training takes `steps` steps in all. */
  learningRate(step: number, steps: number): number;
}

export const Schedule = slot<Schedule>()('schedule');
