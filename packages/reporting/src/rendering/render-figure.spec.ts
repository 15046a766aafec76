import { PNG } from 'pngjs';
import { cosineDistribution } from '../cosine-distribution';
import { sphereMap } from '../sphere-map';
import { figureRecords } from '../testing/figure-records';
import { renderPng, renderSvg } from './render-figure';

const model = cosineDistribution.make({}).draw(figureRecords());

describe('renderSvg', () => {
  it('gives a document without script and without anything to load', async () => {
    const svg = (await renderSvg(model))!;
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.replace(/http:\/\/www\.w3\.org\/\d+\/\w+/g, '')).not.toMatch(/<script|https?:|<image/);
  });

  it('has a title and a description, whatever their text, and hides what has no words', async () => {
    const svg = (await renderSvg({ ...model, title: '$& <b> $1', description: "$' &" }))!;
    expect(svg).toMatch(/^<svg role="img" aria-labelledby="title" aria-describedby="description" /);
    expect(svg).toContain('><title id="title">$&amp; &lt;b&gt; $1</title><desc id="description">$&#39; &amp;</desc><');
    const map = (await renderSvg(sphereMap.make({}).draw(figureRecords())))!;
    expect(map.match(/<g[^>]*graphics-symbol[^>]*>/g)?.filter((tag) => !tag.includes('aria-label')) ?? []).toEqual([]);
  });

  it('gives the same document each time', async () => {
    expect(await renderSvg(model)).toBe(await renderSvg(model));
  });

  it('refuses what Vega-Lite complains of', async () => {
    const spec = { ...model.spec, mark: 'line', encoding: { x: { field: 'a', type: 'nonsense' } }, layer: undefined };
    await expect(renderSvg({ ...model, spec: JSON.parse(JSON.stringify(spec)) })).rejects.toThrow();
  });
});

describe('renderPng', () => {
  it('draws the document at the given size, with text in it', async () => {
    const svg = (await renderSvg(model))!;
    const [one, two] = [1, 2].map((scale) => PNG.sync.read(Buffer.from(renderPng(svg, scale))));
    expect(two!.width).toBe(2 * one!.width);
    const bare = PNG.sync.read(Buffer.from(renderPng(svg.replace(/<text[^]*?<\/text>/g, ''), 1)));
    expect(Buffer.compare(bare.data, one!.data)).not.toBe(0);
  });
});
