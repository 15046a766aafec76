import type { Example, RawImage } from '@alignclip/core';
import { encodePng } from './encode-png';

export interface SheetLayout {
  readonly columns: number;
  /** Of an image's cell, in pixels. */
  readonly edge: number;
}

const margin = 8;
const lineHeight = 14;
const lines = 3;

/** A PNG of images in rows, each with its first caption below it. */
export async function contactSheet(examples: readonly Example[], { columns, edge }: SheetLayout): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const cell = { width: edge + 2 * margin, height: edge + 2 * margin + lines * lineHeight };
  const rows = Math.ceil(examples.length / columns);
  const across = Math.min(columns, examples.length);
  const pieces = [];
  for (const [i, { image, captions }] of examples.entries()) {
    const [left, top] = [(i % columns) * cell.width + margin, Math.floor(i / columns) * cell.height + margin];
    pieces.push({ input: await fitted(image, edge), left, top });
    pieces.push({ input: Buffer.from(captionSvg(captions[0] ?? '', edge)), left, top: top + edge + 4 });
  }
  const size = { width: across * cell.width, height: rows * cell.height };
  return sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .composite(pieces)
    .png()
    .toBuffer();
}

/** Small images grow in whole pixels, so that each of theirs can be seen. */
async function fitted(image: RawImage, edge: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const kernel = Math.max(image.width, image.height) * 2 <= edge ? 'nearest' : 'cubic';
  const options = { width: edge, height: edge, fit: 'contain', background: '#eee', kernel } as const;
  return sharp(await encodePng(image))
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(options)
    .png()
    .toBuffer();
}

/** A few short lines; the end of a longer caption is left out. */
function captionSvg(caption: string, width: number): string {
  const most = Math.floor(width / 6);
  const shown: string[] = [];
  for (const word of caption.split(/\s+/)) {
    const last = shown.at(-1);
    if (last !== undefined && last.length + word.length < most) shown[shown.length - 1] = `${last} ${word}`;
    else shown.push(word);
  }
  const cut = shown.slice(0, lines).map((line, i) => (i === lines - 1 && shown.length > lines ? `${line} …` : line));
  const texts = cut.map((line, i) => `<text x="0" y="${(i + 1) * lineHeight - 4}">${escaped(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${lines * lineHeight}" font-family="sans-serif" font-size="11">${texts.join('')}</svg>`;
}

const escaped = (text: string): string =>
  text.replace(/[\x00-\x1f]/g, ' ').replace(/[&<>]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one]!);
