import type { Direction, FoundItem, Item, Query, QueryAnswer } from '../../page-data';
import { element, swatch } from '../dom';

/** One query and what each variant finds, nearest first. */
export function queryCard({ item, answers }: Query, direction: Direction, images: readonly string[]): HTMLElement {
  const byImage = direction === 'image-to-text';
  const query = byImage
    ? element('div', { class: 'query' }, image(item, images), element('p', {}, item.caption))
    : element('div', { class: 'query' }, element('p', { class: 'words' }, `“${item.caption}”`));
  const rows = answers.map((answer) => answerRow(answer, (found) => foundItem(found, byImage, images)));
  return element('li', { class: 'example' }, query, element('div', { class: 'answers' }, ...rows));
}

function answerRow({ variant, colour, rank, found }: QueryAnswer, show: (item: FoundItem) => HTMLElement): HTMLElement {
  const name = element(
    'p',
    { class: 'answer-name' },
    swatch(colour),
    element('b', {}, variant),
    element('small', {}, rankText(rank)),
  );
  return element('div', { class: 'answer' }, name, element('ol', { class: 'found' }, ...found.map(show)));
}

/** Ties count half, so a rank may lie between two. */
const rankText = (rank: number): string => (rank === 1 ? 'right at first' : `right at rank ${rank}`);

function foundItem(found: FoundItem, isText: boolean, images: readonly string[]): HTMLElement {
  const { right, cosine, caption } = found;
  const mark = element(
    'span',
    { class: 'mark' },
    right ? '✓' : '',
    element('span', { class: 'visually-hidden' }, right ? 'right' : 'wrong'),
  );
  const number = element('span', { class: 'cosine', title: 'cosine' }, cosine.toFixed(2));
  const content = isText ? element('span', { class: 'found-text' }, caption) : image(found, images);
  return element(
    'li',
    { class: right ? 'right' : 'wrong', title: caption },
    content,
    element('span', { class: 'meta' }, mark, number),
  );
}

/** The image with its caption as its alternative; the id where there is no image. */
function image({ image, id, caption }: Item, images: readonly string[]): HTMLElement {
  const address = images[image];
  return address ? element('img', { src: address, alt: caption }) : element('span', { class: 'no-image' }, id);
}
