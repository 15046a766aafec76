import type { Example } from '@alignclip/core';
import { contactSheet } from './contact-sheet';
import { imageInfo } from './image-file';

const example = (caption: string, width = 4, height = 4): Example => ({
  id: caption,
  image: { width, height, mode: 'L', data: new Uint8Array(width * height) },
  captions: [caption],
});

describe('contactSheet', () => {
  it.each([
    ['signs of XML', `<b> & "c" 'd' ]]> <!-- &#0;`],
    ['control characters', '\0\x01\x1b[31m\x7f\x9f\r\n'],
    ['half and forbidden characters', '\ud800 \udc00 \ufffe \uffff'],
    ['bidi marks and replacement patterns', "\u202e$& $$ $' \u2066"],
    ['a word of a million letters', 'x'.repeat(1e6)],
    ['nothing', ''],
  ])('draws captions with %s', async (_, caption) => {
    const sheet = await contactSheet([example(caption)], { columns: 1, edge: 16 });
    expect(await imageInfo(sheet)).toMatchObject({ format: 'png' });
  });

  it.each([
    [3000, 1],
    [1, 3000],
  ])('draws an image of %i × %i pixels', async (width, height) => {
    const sheet = await contactSheet([example('long', width, height)], { columns: 1, edge: 16 });
    expect(await imageInfo(sheet)).toMatchObject({ format: 'png' });
  });
});
