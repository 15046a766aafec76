import { loadExperiment } from '@alignclip/experiment';
import { join, resolve } from 'node:path';
import { KeptRecords } from './kept-records';
import { figuresOf } from './result-figures';

const root = resolve(__dirname, '../..');
const shown = { file: 'experiments/temperature-null.ts', profile: 'full', folder: 'temperature-photographs' };

describe('figuresOf', () => {
  const experiment = loadExperiment(join(root, shown.file));

  it('shows each figure as an image next to the page, with its description', async () => {
    const { text, images } = await figuresOf(experiment, shown, new KeptRecords(root).read(shown)!);
    const [path] = images.keys();
    expect(path).toMatch(/^images\/temperature-photographs-full-[a-z0-9-]+\.svg$/);
    expect(text).toMatch(/^\*\*.+\*\*\n\n!\[.+\]\((images\/.+\.svg)\)/);
    expect(text).toContain(`(${path!})`);
    expect(images.get(path!)).toMatch(/^<svg role="img"[^]*centroid distance[^]*<\/svg>\n$/);
  });

  it('leaves out a figure that has nothing to draw', async () =>
    expect((await figuresOf(experiment, shown, [])).images.size).toBe(0));
});
