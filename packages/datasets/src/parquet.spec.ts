import type { Json } from '@alignclip/core';
import { parquet } from './parquet';
import { describeDataset, readAll } from './testing';
import { expected, fixture, pixelsOf } from './testing/fixtures';

const make = (options: object = {}) => parquet.make({ files: fixture('parquet', 'pandas.parquet'), ...options });

describeDataset('parquet', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    files: () => make({ files: fixture('parquet', 'zstd.parquet') }),
  },
  sides: [['train']],
  conceptOf: ({ id }) => id,
});

describe('parquet', () => {
  it('reads what pandas wrote, as pandas reads it', async () => {
    const read = await readAll(make(), 'train');
    expect(read.map(pixelsOf)).toEqual(expected.parquet.map(({ pixels }) => pixels));
    expect(read.map(({ captions }) => captions)).toEqual(expected.parquet.map(({ caption }) => [caption]));
  });

  it.each(['zstd', 'gzip', 'brotli', 'lz4', 'none'])('reads structs and lists packed by %s', async (codec) => {
    const read = await readAll(make({ files: fixture('parquet', `${codec}.parquet`) }), 'train');
    expect(read.map(pixelsOf)).toEqual(expected.parquet.map(({ pixels }) => pixels));
    expect(read.map(({ captions }) => captions)).toEqual(expected.webdataset.map(({ captions }) => captions));
  });

  it('reads images without a path, whose column has an empty page', async () => {
    const read = await readAll(make({ files: fixture('parquet', 'no-paths.parquet') }), 'train');
    expect(read.map(pixelsOf)).toEqual(expected.parquet.map(({ pixels }) => pixels));
  });

  it('continues inside a row group', async () => {
    const files = fixture('parquet', 'zstd.parquet');
    const open = async (position?: Json) =>
      make({ files, window: 2 }).stream!('train', { seed: 2, ...(position !== undefined && { position }) });
    const stream = await open();
    await stream.take(3);
    const resumed = await open(JSON.parse(JSON.stringify(stream.position)) as Json);
    expect(await resumed.take(2)).toEqual(await stream.take(2));
    await stream.close();
    await resumed.close();
  });

  it('names the nearest column', async () => {
    await expect(readAll(make({ captionColumn: 'captions' }), 'train')).rejects.toThrow('did you mean "caption"');
  });
});
