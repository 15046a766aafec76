import { UserError } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { dataArgument, openModelOf } from './model-options';

const registry = new Registry();

describe('dataArgument', () => {
  it('takes a list by its name, with the place of its images', () => {
    const { type, options } = dataArgument(registry, 'mine/captions.tsv', {
      images: 'mine/photos.tar',
      classColumns: ['class'],
    });
    expect([type, options['files'], options['images']]).toEqual(['csv', 'mine/captions.tsv', 'mine/photos.tar']);
    expect(options['classColumns']).toEqual(['class']);
    for (const name of ['images', 'classColumns'])
      expect(dataArgument(registry, 'captions.CSV').options).not.toHaveProperty(name);
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

  it('says how to name the reader of a file whose name tells none', () => {
    expect(() => dataArgument(registry, __filename)).toThrow(
      `--data ${__filename}: unknown file extension; name the reader, for example {"type":"coco","options":{"files":"${__filename}"}}`,
    );
  });

  it('refuses a place of images that it would not look at', () => {
    for (const data of ['coco', '{"type":"coco","options":{"files":"captions.json"}}'])
      expect(() => dataArgument(registry, data, { images: 'val2017' })).toThrow(
        '--images = "val2017" needs a csv or tsv file',
      );
    expect(() => dataArgument(registry, 'shapes', { classColumns: ['class'] })).toThrow(
      '--class-columns = "class" needs a csv or tsv file',
    );
    expect(() => dataArgument(registry, 'coco')).toThrow('option "files" is missing; option "images" is missing');
  });
});

describe('openModelOf', () => {
  it('refuses, for a run, what it would not look at', async () => {
    for (const [options, message] of [
      [{ images: 'photos' }, '--images needs --data'],
      [{ classColumns: ['class'] }, '--class-columns needs --data'],
      [{ data: 'shapes', tokenizer: 'a.json' }, '--tokenizer belongs to a checkpoint; clip-seed0 is a run'],
      [{ imageHeads: '2' }, '--image-heads belongs to a checkpoint'],
      [{ weights: 'ema' }, '--weights belongs to a checkpoint'],
    ] as const)
      await expect(openModelOf('clip-seed0', { runs: 'none', ...options })).rejects.toThrow(message);
  });
});
