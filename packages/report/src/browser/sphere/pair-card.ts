import type { Item } from '../../page-data';
import { element, button } from '../dom';

/** Shows the selected pair: image, caption and id; with buttons for the previous and next pair. */
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
    this.caption.textContent = pair ? pair.caption : 'Move over a disc or a square to see its pair.';
    this.id.textContent = pair ? pair.id : '';
    this.element.classList.toggle('empty', pair === undefined);
  }
}

/** The images of a canvas, loaded on first use. */
export class ImageCache {
  private readonly images = new Map<number, HTMLImageElement>();

  constructor(
    private readonly addresses: readonly string[],
    private readonly onLoad: () => void,
  ) {}

  /** Undefined if the image is missing or not yet decoded. */
  get(index: number): HTMLImageElement | undefined {
    const address = this.addresses[index];
    if (!address) return undefined;
    const image = this.images.get(index) ?? this.load(index, address);
    return image.complete && image.naturalWidth > 0 ? image : undefined;
  }

  private load(index: number, address: string): HTMLImageElement {
    const image = element('img', { src: address, alt: '' });
    image.addEventListener('load', this.onLoad);
    this.images.set(index, image);
    return image;
  }
}
