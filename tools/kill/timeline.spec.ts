import { Timeline } from './timeline';

const timeline = new Timeline([0, 10, 20, 100]);

describe('Timeline', () => {
  it('finds the event before a moment and how long after it the moment is', () => {
    expect(timeline.momentAfter(0, () => 0)).toEqual({ events: 1, milliseconds: 0 });
    expect(timeline.momentAfter(0, () => 0.15)).toEqual({ events: 2, milliseconds: 5 });
    expect(timeline.momentAfter(0, () => 0.99)).toEqual({ events: 3, milliseconds: 79 });
  });

  it('counts from the events that have passed', () => {
    expect(timeline.momentAfter(2, () => 0)).toEqual({ events: 1, milliseconds: 0 });
    expect(timeline.momentAfter(2, () => 0.5)).toEqual({ events: 1, milliseconds: 40 });
  });

  it('never lies after the end', () => {
    for (let i = 0; i < 100; i += 1) {
      const { events, milliseconds } = timeline.momentAfter(1);
      expect(events).toBeLessThanOrEqual(3);
      expect(milliseconds).toBeLessThanOrEqual(80);
    }
  });
});
