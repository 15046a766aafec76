import { shapeNames } from './shapes';
import { stepOptions } from './step-options';

describe('stepOptions', () => {
  it('takes every shape, text and variant unless some are named', () => {
    expect(stepOptions([])).toMatchObject({ shapes: shapeNames, rounds: 7, json: false });
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

  it('measures float32 unless precisions are named', () => {
    expect(stepOptions([])).toMatchObject({ precisions: ['float32'] });
    const both = ['--precision', 'bfloat16', '--precision', 'float32'];
    expect(stepOptions(both)?.precisions).toEqual(expect.arrayContaining(['float32', 'bfloat16']));
    expect(() => stepOptions(['--precision', 'float16'])).toThrow('"float16"');
  });

  it('refuses what is not measured of a ResNet', () => {
    expect(stepOptions(['--shape', 'rn50-64'])).toMatchObject({ shapes: ['rn50-64'] });
    const shared = ['--shape', 'rn50-64', '--variant', 'SharedCLIP'];
    expect(() => stepOptions(shared)).toThrow(
      '"rn50-64": measured with --text padded only, a ResNet with --variant CLIP only',
    );
  });

  it('names the near miss', () => {
    expect(() => stepOptions(['--shape', 'smal'])).toThrow('"small"');
    expect(() => stepOptions(['--rounds', '0'])).toThrow('--rounds = "0"');
    expect(() => stepOptions(['--round', '3'])).toThrow("'--round'");
  });
});
