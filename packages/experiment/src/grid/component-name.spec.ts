import { packageComponents } from '../registry';
import { camelCase, kebabCase } from './component-name';

describe('camelCase and kebabCase', () => {
  it.each(packageComponents.map(({ type }) => type))('undo each other for %s', (type) => {
    expect(kebabCase(camelCase(type))).toBe(type);
  });

  it('write names as experiment files do', () => {
    expect(camelCase('intra-modality-separation')).toBe('intraModalitySeparation');
    expect(kebabCase('clip')).toBe('clip');
  });
});
