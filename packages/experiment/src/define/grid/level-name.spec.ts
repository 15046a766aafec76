import { clip, intraModalitySeparation } from '@alignclip/losses';
import { packageComponents } from '../registry';
import { levelsOf, camelCase, kebabCase } from './level-name';

const names = (given: unknown) => levelsOf('path', given).map(({ name }) => name);

describe('levelsOf', () => {
  it('names numbers shortly, words and switches as they are, components by type', () => {
    expect(names([1 / 3, 1e-4, 100])).toEqual(['0.333333', '0.0001', '100']);
    expect(names(['official', true, null])).toEqual(['official', 'true', 'null']);
    expect(names([intraModalitySeparation(), [clip(), intraModalitySeparation()], [0, 2]])).toEqual([
      'intraModalitySeparation',
      'clip + intraModalitySeparation',
      '[0,2]',
    ]);
  });

  it('keeps plain values as factors, and the name of all else', () => {
    const levels = levelsOf('path', { none: 0.5, some: clip() });
    expect(levels).toEqual([
      { name: 'none', factor: 0.5, value: 0.5 },
      { name: 'some', factor: 'some', value: clip() },
    ]);
  });

  it('refuses two values of one name', () => {
    expect(() => levelsOf('path', [1, 1.0000001])).toThrow('grid: path has two values that read "1": name them');
  });

  it.each([[undefined], [null], ['a'], [3], [clip()]])('refuses %j, which is no list', (given) => {
    expect(() => levelsOf('path', given)).toThrow('give a list of values, or an object of named ones');
  });
});

describe('camelCase and kebabCase', () => {
  it.each(packageComponents.map(({ type }) => type))('undo each other for %s', (type) => {
    expect(kebabCase(camelCase(type))).toBe(type);
  });

  it('write names as experiment files do', () => {
    expect(camelCase('intra-modality-separation')).toBe('intraModalitySeparation');
    expect(kebabCase('clip')).toBe('clip');
  });
});
