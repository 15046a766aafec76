import { UserError, type DualEncoder, type Evaluator } from '@alignclip/core';
import { evaluateModel } from './evaluate-run';

const model: DualEncoder = {
  logitScale: 1,
  embedImages: async () => ({ rows: 0, columns: 1, values: new Float32Array() }),
  embedTexts: async () => ({ rows: 0, columns: 1, values: new Float32Array() }),
};
const evaluator = (name: string, value: number): Evaluator => ({
  name,
  evaluate: async () => ({ scores: { [`${name}/score`]: value }, intervals: { [`${name}/score`]: [0, value] } }),
});

describe('evaluateModel', () => {
  it('puts the scores, intervals and details of all evaluators together', async () => {
    expect(await evaluateModel([evaluator('one', 1), evaluator('two', 2)], model)).toEqual({
      scores: { 'one/score': 1, 'two/score': 2 },
      intervals: { 'one/score': [0, 1], 'two/score': [0, 2] },
      details: { one: null, two: null },
    });
  });

  it('refuses two evaluators of one name before either runs', async () => {
    let ran = 0;
    const counting = { ...evaluator('one', 1), evaluate: async () => ({ scores: { ran: (ran += 1) } }) };
    await expect(evaluateModel([counting, counting], model)).rejects.toThrow(UserError);
    await expect(evaluateModel([counting, counting], model)).rejects.toThrow('two have the name "one"');
    expect(ran).toBe(0);
  });
});
