import { stepOptions } from './step-options';

describe('stepOptions', () => {
  it('takes every shape, text and variant unless some are named', () => {
    expect(stepOptions([])).toMatchObject({ shapes: ['tiny', 'small', 'base'], rounds: 7, json: false });
    const given = ['--shape', 'small', '--text', 'captions', '--variant', 'CLIP', '--variant', 'AlignCLIP', '--json'];
    expect(stepOptions(given)).toMatchObject({
      shapes: ['small'],
      texts: ['captions'],
      variants: ['CLIP', 'AlignCLIP'],
      json: true,
    });
  });

  it('lets torch.compile take part where the target names it, always, or never', () => {
    expect(stepOptions([])).toMatchObject({ compile: 'target' });
    expect(stepOptions(['--compile'])).toMatchObject({ compile: 'always' });
    expect(stepOptions(['--eager'])).toMatchObject({ compile: 'never' });
  });

  it('names the near miss', () => {
    expect(() => stepOptions(['--shape', 'smal'])).toThrow('"small"');
    expect(() => stepOptions(['--rounds', '0'])).toThrow('--rounds = "0"');
    expect(() => stepOptions(['--round', '3'])).toThrow("'--round'");
  });
});
