import { channelsOf, type Example, type RawImage } from '@alignclip/core';
import { inColours } from './colours';

export interface SheetLayout {
  readonly columns: number;
  /** Edge of an image's cell in pixels. */
  readonly edge: number;
}

const margin = 8;
const lineHeight = 14;
const lines = 3;

/** A PNG file with images in rows, each with its first caption below it. */
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

/** Small images are enlarged by nearest neighbour, so that each of their pixels can be seen. */
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

/** A few short lines; the end of a long caption is left out. */
function captionSvg(caption: string, width: number): string {
  const maxLength = Math.floor(width / 6);
  const shown: string[] = [];
  for (const word of caption.split(/\s+/)) {
    const last = shown.at(-1);
    if (last !== undefined && last.length + word.length < maxLength) shown[shown.length - 1] = `${last} ${word}`;
    else shown.push(word);
  }
  const cut = shown.slice(0, lines).map((line, i) => (i === lines - 1 && shown.length > lines ? `${line} …` : line));
  const texts = cut.map(
    (line, i) => `<text x="0" y="${(i + 1) * lineHeight - 4}">${escaped(line.slice(0, 2 * maxLength))}</text>`,
  );
  const size = `width="${width}" height="${lines * lineHeight}"`;
  const font = 'font-family="sans-serif" font-size="11"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font}>${texts.join('')}</svg>`;
}

/** As XML can have it: no control characters and no half or forbidden ones. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replace(/[&<>]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one]!);

/** A PNG file of the image; palette images are written as RGB. */
export async function encodePng(image: RawImage): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const { width, height, mode, data } = inColours(image);
  const channels = channelsOf[mode] as 1 | 3 | 4;
  const encoder = sharp(data, { raw: { width, height, channels } });
  return (channels === 1 ? encoder.toColourspace('b-w') : encoder).png().toBuffer();
}
