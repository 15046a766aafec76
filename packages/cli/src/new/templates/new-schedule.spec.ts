import { describeSchedule } from 'alignclip/testing';
import { newSchedule } from './new-schedule';

describeSchedule('new-schedule', () => newSchedule.make({}));

describe('newSchedule', () => {
  it('falls in a line from the rate towards 0', () => {
    const schedule = newSchedule.make({ rate: 0.5 });
    expect([0, 25, 50, 75].map((step) => schedule.learningRate(step, 100))).toEqual([0.5, 0.375, 0.25, 0.125]);
  });

  it('refuses a rate of 0', () => {
    expect(() => newSchedule({ rate: 0 })).toThrow('option "rate" = 0');
  });
});
