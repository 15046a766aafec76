import { cleanText, ClipTokenizer } from '@alignclip/encoders';
import { latexText, markdownText, htmlText, plainText } from '@alignclip/reporting';
import fc from 'fast-check';
import { drawn } from '../inputs/draw';
import { hostileText } from '../inputs/hostile';
import { mutationsOf, assure, type Target } from '../target';
import { faultOfOutput } from '../watch';

const words = fc.array(hostileText, { maxLength: 30 }).map((parts) => Buffer.from(parts.join(' ')));
const sound = [
  'a photo of two dogs',
  'Ã©tÃ© Ã  la plage â€œx”',
  '&lt;b&gt; &amp;amp; caf\u00e9',
  '＂ｆｕｌｌ＂ ﬁ ǆ',
  'smile 😀 👩‍👩‍👧',
];

const make = mutationsOf(() => sound.map((text) => Buffer.from(text)), {
  others: [(random) => drawn(random, words)],
});

const tokenizer: Target = {
  name: 'tokenizer',
  file: 'caption.txt',
  weight: 2,
  make,
  read: (_, bytes) => {
    const text = Buffer.from(bytes).toString('utf8');
    const clip = new ClipTokenizer();
    const { rows, columns, ids } = clip.encode([text, text.toUpperCase()]);
    assure(rows === 2 && columns <= 77 && ids.every((id) => id >= 0 && id < clip.vocabularySize), 'ids out of range');
    assure(clip.encode([text], 3).ids.at(-1) === clip.endToken || text.trim() === '', 'no end token');
    const clean = cleanText(text);
    assure(cleanText(clean).length <= clean.length, 'cleaning twice makes it longer');
  },
};

/** How texts that are data are shown. */
const shown: Target = {
  name: 'shown-text',
  file: 'name.txt',
  make,
  read: (_, bytes) => {
    const text = Buffer.from(bytes).toString('utf8');
    for (const write of [plainText, markdownText, htmlText, latexText]) {
      const fault = faultOfOutput(write(text));
      assure(fault === undefined, `${write.name}: ${fault}`);
    }
    assure(!/[<>"](?![^<]*>)/.test(htmlText(text).replaceAll(/<[^>]*>/g, '')), `htmlText: ${htmlText(text)}`);
  },
};

export const textTargets: readonly Target[] = [tokenizer, shown];
