import { Resvg } from '@resvg/resvg-js';
import { dirname, join } from 'node:path';

/** The typeface of our figures, so that they look the same on every machine. */
const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** An SVG document as a PNG, `scale` pixels for each of its own. */
export function renderPng(svg: string, scale = 2): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => join(fonts, file)),
      defaultFontFamily: 'DejaVu Sans',
    },
  });
  return image.render().asPng();
}
