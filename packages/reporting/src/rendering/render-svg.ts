import type { FigureModel } from '@alignclip/core';
import type { TopLevelSpec } from 'vega-lite';

/**
 * A figure as an SVG document; undefined where it has nothing to draw. Vega is read when the first figure is drawn, so
 * that programs without figures don't wait for it. Throws Error on what Vega-Lite warns of: our figures don't.
 */
export async function renderSvg({ spec, title }: FigureModel): Promise<string | undefined> {
  if (spec === undefined) return undefined;
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const complaints: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, input) => complaints.push(...input.map(String)));
  const compiled = compile(spec as unknown as TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  if (complaints.length > 0) throw new Error(`figure "${title}": ${complaints.join('; ')}`);
  return svg;
}
