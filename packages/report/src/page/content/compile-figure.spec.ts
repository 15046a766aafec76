import type { FigureModel } from '@alignclip/core';
import { madeRun } from '../../testing/made-run';
import { compileFigure } from './compile-figure';
import { namedFigures, trainingCurves } from './figures';

const compiled = (figure: FigureModel) => compileFigure(namedFigures([figure])[0]!);

describe('compileFigure', () => {
  it('gives Vega on the page’s own ground, with both axes zooming', async () => {
    const [curve] = trainingCurves([madeRun('CLIP', 0)], new Map([['CLIP', '#111111']]));
    const { id, spec, axes } = await compiled(curve!);
    expect(id).toBe('figure-1');
    expect(spec).toMatchObject({ background: 'transparent', $schema: expect.stringContaining('/vega/') });
    expect(axes).toEqual([
      { signal: 'zoom_step', scale: 'x' },
      { signal: 'zoom_value', scale: 'y' },
    ]);
  });

  it('lets layers zoom together, plots beside each other each on its own, and leaves names as axes and maps alone', async () => {
    const data = { values: [{ a: 1, b: 2, c: 'x' }] };
    const x = { field: 'a', type: 'quantitative' } as const;
    const y = { field: 'b', type: 'quantitative' } as const;
    const layers = [{ mark: 'line' as const }, { mark: 'point' as const }];
    const zooming = async (spec: FigureModel['spec']) =>
      (await compiled({ title: '', description: '', notes: [], spec: spec! })).axes.map(({ scale }) => scale);
    expect(await zooming({ data, layer: layers, encoding: { x, y } })).toEqual(['x', 'y']);
    const mean = { mark: 'point' as const, encoding: { y: { ...y, aggregate: 'mean' as const } } };
    const each = { mark: 'point' as const, encoding: { y } };
    expect(await zooming({ data, layer: [mean, each], encoding: { x } })).toEqual(['x', 'y']);
    expect(await zooming({ data, layer: [each, mean], encoding: { x } })).toEqual(['x', 'y']);
    expect(await zooming({ data, mark: 'bar', encoding: { x: { field: 'c', type: 'nominal' }, y } })).toEqual(['y']);
    const line = { mark: 'line' as const, encoding: { x, y } };
    const vconcat = [line, { layer: layers, encoding: { x, y } }];
    const scales = ['concat_0_x', 'concat_0_y', 'concat_1_x', 'concat_1_y'];
    expect(await zooming({ data, vconcat })).toEqual(scales);
    expect(await zooming({ data, facet: { field: 'c' }, spec: line })).toEqual(['x', 'y']);
    const map = { longitude: { field: 'a', type: 'quantitative' }, latitude: { field: 'b', type: 'quantitative' } };
    const maps = [{ projection: {}, layer: [{ mark: 'point', encoding: map }] }];
    expect(await zooming({ data, concat: maps })).toEqual([]);
  });

  it('lets what is black on white take the colour of the page’s text', async () => {
    const spec = {
      data: { values: [{ a: 1 }] },
      title: 'x',
      mark: { type: 'bar', color: '#000000' },
      encoding: { x: { field: 'a', type: 'quantitative' } },
    };
    const text = JSON.stringify((await compiled({ title: '', description: '', notes: [], spec })).spec);
    expect(text).toContain('"currentColor"');
    expect(text).not.toContain('#000000');
    expect(text).not.toContain('"title":"x"');
  });
});
