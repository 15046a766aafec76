import { classLabels, inTemplate, promptsOf } from './class-set';

describe('inTemplate', () => {
  it.each(['cost $$ here', 'a $& b', "$` $' $1 $<x>", 'a {} b', '\\', '\u202e\u0007'])('takes %j as it is', (text) => {
    expect(inTemplate('a {}, {}.', text)).toBe(`a ${text}, ${text}.`);
  });
});

describe('promptsOf', () => {
  it('gives every class in every template, template by template', () => {
    expect(promptsOf({ classes: ['$&', 'b'], templates: ['a {}', 'the {}'] })).toEqual([
      'a $&',
      'a b',
      'the $&',
      'the b',
    ]);
  });
});

describe('classLabels', () => {
  it.each([
    [
      ['cat', 'dog'],
      ['cat', 'dog'],
    ],
    [
      ['missile', 'cat', 'missile'],
      ['missile (0)', 'cat', 'missile (2)'],
    ],
    [
      ['a', 'a', 'a (1)'],
      ['a (0)', 'a (1) (1)', 'a (1)'],
    ],
  ])('of %j are %j', (classes, labels) => {
    expect(classLabels({ classes })).toEqual(labels);
  });
});
