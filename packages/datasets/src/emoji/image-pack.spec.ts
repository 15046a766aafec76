import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imagePack } from './image-pack';

describe('imagePack', () => {
  const before = process.env['ALIGNCLIP_CACHE'];
  let cache = '';
  let lines: string[] = [];
  const read = () => imagePack('high-contrast', 8, { notify: (line) => void lines.push(line) });
  const cacheFile = async () => {
    const files = await readdir(join(cache, 'images'));
    expect(files.length).toBe(1);
    return join(cache, 'images', files[0]!);
  };

  beforeEach(async () => {
    cache = process.env['ALIGNCLIP_CACHE'] = await mkdtemp(join(tmpdir(), 'alignclip-images-'));
    lines = [];
  });
  afterEach(async () => {
    await rm(cache, { recursive: true });
    if (before === undefined) delete process.env['ALIGNCLIP_CACHE'];
    else process.env['ALIGNCLIP_CACHE'] = before;
  });

  it('decodes once and reads the same images from the cache afterwards', async () => {
    const decoded = await read();
    const kept = await read();
    expect(lines.length).toBe(1);
    expect(decoded.size).toBeGreaterThan(1500);
    expect([...kept.keys()]).toEqual([...decoded.keys()]);
    for (const [code, image] of decoded) expect(Buffer.compare(kept.get(code)!.data, image.data)).toBe(0);
  });

  it('writes a corrupt or cut cache file anew', async () => {
    const decoded = await read();
    const path = await cacheFile();
    const whole = await readFile(path);
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 1000]! ^= 1;
    await writeFile(path, flipped);
    expect((await read()).size).toBe(decoded.size);
    await truncate(path, 5000);
    await read();
    expect(lines.filter((line) => line.includes(path) && line.endsWith('; it is made anew'))).toHaveLength(2);
    expect(lines.length).toBe(5);
    expect(Buffer.compare(await readFile(await cacheFile()), whole)).toBe(0);
  });

  it('leaves one whole file when two decode at once', async () => {
    const [one, two] = await Promise.all([read(), read()]);
    expect(one.size).toBe(two.size);
    await cacheFile();
    await read();
    expect(lines.length).toBe(2);
  });

  it('works without a cache that can not be written', async () => {
    await writeFile(join(cache, 'images'), 'a file where the folder should be');
    expect((await read()).size).toBeGreaterThan(1500);
    expect(lines.join()).toContain('could not be cached');
  });
});
