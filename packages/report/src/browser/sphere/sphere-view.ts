import type { PageData, SphereData, ViewName } from '../../page-data';
import { checkbox, choice, distinct, element } from '../dom';
import { colour, onTheme } from '../theme';
import type { Palette, PanelState } from './panel-state';
import { PairCard, ImageCache } from './pair-card';
import { turned, upright, type Rotation } from './rotation';
import { SpherePanel, type PanelHost } from './sphere-panel';

const views: readonly { readonly name: ViewName; readonly title: string }[] = [
  { name: 'sphere', title: 'sphere (DOSNES)' },
  { name: 'pca', title: 'three principal components' },
];

/** The spheres of one split and seed, one per variant; they rotate together and share the selected pair. */
export function showSpheres(place: HTMLElement | null, { spheres, images }: PageData): void {
  if (place === null || spheres.length === 0) return;
  new SphereView(place, spheres, images);
}

class SphereView implements PanelHost {
  private rotation: Rotation = turned(upright, 0.5, 0.35);
  private split = 0;
  private seed = 0;
  private view: ViewName = 'sphere';
  private showsImages = false;
  private beforeMaps = false;
  private pair: number | undefined;
  private panels: SpherePanel[] = [];
  private waiting = false;
  private readonly splits: readonly string[];
  private readonly seeds: readonly string[];
  private readonly images: ImageCache;
  private readonly grid = element('div', { class: 'panels' });
  private readonly card: PairCard;

  constructor(
    place: HTMLElement,
    private readonly spheres: readonly SphereData[],
    images: readonly string[],
  ) {
    this.splits = distinct(spheres.map(({ split }) => split));
    this.seeds = distinct(spheres.map(({ seed }) => seed));
    this.images = new ImageCache(images, () => this.redraw());
    this.card = new PairCard(images, (by) => this.step(by));
    place.append(this.controls(), this.card.element, this.grid);
    this.arrange();
    new ResizeObserver(() => this.redraw()).observe(this.grid);
    onTheme(() => this.redraw());
  }

  state({ views, pairs }: SphereData): PanelState | undefined {
    const view = views[this.view];
    if (view === undefined) return undefined;
    const { rotation, showsImages, pair } = this;
    const imageOf = (index: number) => this.images.get(pairs[index]!.image);
    const known = pair !== undefined && pair < pairs.length ? pair : undefined;
    return { view, rotation, onSphere: this.view === 'sphere', pair: known, images: showsImages, imageOf };
  }

  turn(right: number, down: number): void {
    this.rotation = turned(this.rotation, right, down);
    this.redraw();
  }

  look(pair: number | undefined): void {
    if (pair === this.pair) return;
    this.pair = pair;
    this.showCard();
    this.redraw();
  }

  private showCard(): void {
    this.card.show(this.pair === undefined ? undefined : this.panels[0]?.sphere.pairs[this.pair]);
  }

  step(by: number): void {
    const count = this.panels[0]?.sphere.pairs.length ?? 0;
    if (count > 0) this.look(this.pair === undefined ? (by > 0 ? 0 : count - 1) : (this.pair + by + count) % count);
  }

  private controls(): HTMLElement {
    const change = (set: (index: number) => void) => (index: number) => {
      set(index);
      this.arrange();
    };
    const split = choice(
      'Split',
      this.splits,
      change((i) => (this.split = i)),
    );
    const seed = choice(
      'Seed',
      this.seeds,
      change((i) => (this.seed = i)),
    );
    const view = choice(
      'View',
      views.map(({ title }) => title),
      change((i) => (this.view = views[i]!.name)),
    );
    const maps = choice(
      'Maps',
      ['after the maps', 'before the maps'],
      change((i) => (this.beforeMaps = i === 1)),
    );
    return element(
      'div',
      { class: 'controls' },
      this.splits.length > 1 && split.labelled,
      this.seeds.length > 1 && seed.labelled,
      view.labelled,
      this.spheres.some(({ before }) => before !== undefined) && maps.labelled,
      checkbox('show images', false, (checked) => {
        this.showsImages = checked;
        this.redraw();
      }),
      element(
        'span',
        { class: 'legend' },
        element('i', { class: 'disc' }),
        ' image ',
        element('i', { class: 'square' }),
        ' caption',
      ),
    );
  }

  /** One panel for each variant of the chosen split and seed. */
  private arrange(): void {
    const chosen = this.spheres.filter(
      ({ split, seed }) => split === this.splits[this.split] && seed === this.seeds[this.seed],
    );
    this.panels = chosen.map((sphere) => new SpherePanel(this.beforeMaps ? this.withoutMaps(sphere) : sphere, this));
    this.grid.replaceChildren(...this.panels.map(({ figure }) => figure));
    this.showCard();
    this.redraw();
  }

  /** The variant as its weights leave it. */
  private withoutMaps(sphere: SphereData): SphereData {
    const before = sphere.before === undefined ? undefined : this.spheres[sphere.before];
    return before ? { ...sphere, views: before.views, caption: `before its maps: ${before.caption}` } : sphere;
  }

  private redraw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      const palette = currentPalette();
      for (const panel of this.panels) panel.draw(palette);
    });
  }
}

const currentPalette = (): Palette => ({
  ...{ image: colour('--image'), text: colour('--text') },
  ...{ line: colour('--line-strong'), ink: colour('--ink'), paper: colour('--paper') },
});
