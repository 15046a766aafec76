import { curveGroups, curveRows } from './curve-rows';

const curves = {
  step: [1, 10],
  L: [3, 2],
  'logit-scale': [14, 15],
  'trajectory/step': [0, 5],
  'trajectory/gap/distance': [1, 0.5],
};

describe('curveGroups', () => {
  it('finds which curves share their steps', () => {
    expect([...curveGroups(curves)]).toEqual([
      ['', ['L', 'logit-scale']],
      ['trajectory/', ['trajectory/gap/distance']],
    ]);
    expect(curveGroups({}).size).toBe(0);
  });
});

describe('curveRows', () => {
  it('gives one row a step, from any on', () => {
    expect(curveRows(curves, '', ['L', 'logit-scale'])).toEqual([
      { step: 1, values: { L: 3, 'logit-scale': 14 } },
      { step: 10, values: { L: 2, 'logit-scale': 15 } },
    ]);
    expect(curveRows(curves, 'trajectory/', ['trajectory/gap/distance'], 1)).toEqual([
      { step: 5, values: { 'trajectory/gap/distance': 0.5 } },
    ]);
  });

  it('leaves out what is not there yet', () => {
    expect(curveRows({ step: [1, 2], L: [3] }, '', ['L'], 1)).toEqual([{ step: 2, values: {} }]);
  });
});
