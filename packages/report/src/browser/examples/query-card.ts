import type { FoundItem, Item, Query, QueryAnswer } from '../../page-data';
import { element, swatch } from '../dom';
import { makeReachable } from '../reachable';

/** One query and the results of each variant, nearest first. */
export function queryCard({ item, answers }: Query, byImage: boolean, images: readonly string[]): HTMLElement {
  const query = byImage
    ? element('div', { class: 'query' }, image(item, images), element('p', {}, item.caption))
    : element('div', { class: 'query' }, element('p', { class: 'words' }, `“${item.caption}”`));
  const rows = answers.map((answer) => answerRow(answer, (found) => foundItem(found, images)));
  return element('li', { class: 'example' }, query, element('div', { class: 'answers' }, ...rows));
}

function answerRow({ variant, colour, rank, found }: QueryAnswer, show: (item: FoundItem) => HTMLElement): HTMLElement {
  const name = element(
    'p',
    { class: 'answer-name' },
    swatch(colour),
    element('b', {}, variant),
    ...(rank === undefined ? [] : [element('small', {}, rankText(rank))]),
  );
  const box = element('div', { class: 'found-box' }, element('ol', { class: 'found' }, ...found.map(show)));
  makeReachable(box, `What ${variant} finds`);
  return element('div', { class: 'answer' }, name, box);
}

/** Ties count half, so a rank may be fractional. */
const rankText = (rank: number): string => (rank === 1 ? 'correct at rank 1' : `correct at rank ${rank}`);

function foundItem(found: FoundItem, images: readonly string[]): HTMLElement {
  const { right, score, caption, shown, under } = found;
  const mark = element(
    'span',
    { class: 'mark' },
    right ? '✓' : '',
    element('span', { class: 'visually-hidden' }, right ? 'correct' : 'wrong'),
  );
  const number = element('span', { class: 'cosine', title: 'score' }, score.toFixed(2));
  const content = shown === 'text' ? element('span', { class: 'found-text' }, caption) : image(found, images);
  return element(
    'li',
    { class: right ? 'right' : 'wrong', title: caption },
    content,
    ...(under === undefined ? [] : [element('span', { class: 'under' }, under)]),
    element('span', { class: 'meta' }, mark, number),
  );
}

/** The image with its caption as alternative text; the id if the image is missing. */
function image({ image, id, caption }: Item, images: readonly string[]): HTMLElement {
  const address = images[image];
  return address ? element('img', { src: address, alt: caption }) : element('span', { class: 'no-image' }, id);
}
