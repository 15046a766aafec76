import { element } from '../dom';

/** The images that a canvas has drawn or will draw. */
export class ImageCache {
  private readonly images = new Map<number, HTMLImageElement>();

  constructor(
    private readonly addresses: readonly string[],
    private readonly onLoad: () => void,
  ) {}

  /** Undefined where there is none, and until it is decoded. */
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
