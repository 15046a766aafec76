import type { Item } from '../../page-data';
import { button, element } from '../dom';

/** Says which pair is looked at: image, caption and id; with buttons to the pairs beside it. */
export class PairCard {
  readonly element: HTMLElement;
  private readonly image = element('img', { alt: '', hidden: true });
  private readonly caption = element('p', { class: 'pair-caption' });
  private readonly id = element('p', { class: 'pair-id' });

  constructor(
    private readonly images: readonly string[],
    step: (by: number) => void,
  ) {
    const words = element('div', { class: 'pair-words', role: 'status' }, this.caption, this.id);
    const buttons = element(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Pairs' },
      button('‹', 'Previous pair', () => step(-1)),
      button('›', 'Next pair', () => step(1)),
    );
    this.element = element(
      'div',
      { class: 'pair-card' },
      element('div', { class: 'pair-image' }, this.image),
      words,
      buttons,
    );
    this.show(undefined);
  }

  show(pair: Item | undefined): void {
    const address = pair && this.images[pair.image];
    this.image.hidden = !address;
    if (address) this.image.src = address;
    this.caption.textContent = pair ? pair.caption : 'Point at a disc or a square to see its pair.';
    this.id.textContent = pair ? pair.id : '';
    this.element.classList.toggle('empty', pair === undefined);
  }
}
