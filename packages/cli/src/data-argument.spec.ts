import { UserError } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { dataArgument } from './data-argument';

const registry = new Registry();

describe('dataArgument', () => {
  it('takes a list by its name, with the place of its pictures', () => {
    const { type, options } = dataArgument(registry, 'mine/captions.tsv', 'mine/photos.tar');
    expect([type, options['files'], options['images']]).toEqual(['csv', 'mine/captions.tsv', 'mine/photos.tar']);
    expect(dataArgument(registry, 'captions.CSV').options).not.toHaveProperty('images');
  });

  it('takes a component by type, or as JSON', () => {
    expect(dataArgument(registry, 'shapes').type).toBe('shapes');
    const { options } = dataArgument(registry, '{"type":"shapes","options":{"resolution":16}}');
    expect(options).toMatchObject({ resolution: 16 });
  });

  it('names the near miss of a type, and an option that a reader lacks', () => {
    expect(() => dataArgument(registry, 'shaped')).toThrow('did you mean "shapes"');
    expect(() => dataArgument(registry, '{"type":"csv","options":{"file":"a"}}')).toThrow(UserError);
  });
});
