import type { SphereData } from '../../page-data';
import { element, swatch } from '../dom';
import { drawPanel } from './draw-panel';
import type { Palette, PanelState, Surface } from './panel-state';
import { nearestPair } from './nearest-pair';
import type { Rotation } from './rotation';

/** How a panel is asked for what it shows, and whom it tells what the reader does. */
export interface PanelHost {
  state(sphere: SphereData): PanelState | undefined;
  turn(right: number, down: number): void;
  look(pair: number | undefined): void;
  step(by: number): void;
}

const margin = 6;
/** Radians of one press of an arrow key. */
const stride = Math.PI / 24;

/** One run's sphere: a canvas that turns by pointer and keyboard. */
export class SpherePanel {
  readonly canvas: HTMLCanvasElement;
  readonly figure: HTMLElement;

  constructor(
    readonly sphere: SphereData,
    private readonly host: PanelHost,
  ) {
    const name = `${sphere.variant}, seed ${sphere.seed}`;
    this.canvas = element('canvas', {
      tabindex: 0,
      role: 'application',
      'aria-roledescription': 'sphere that turns',
      'aria-label': `${name}: ${sphere.caption}. Arrow keys turn, Page Up and Page Down choose a pair.`,
    });
    const caption = element(
      'figcaption',
      {},
      swatch(sphere.colour),
      element('b', {}, sphere.variant),
      ` seed ${sphere.seed}`,
      element('small', {}, sphere.caption),
    );
    this.figure = element('figure', { class: 'panel' }, caption, this.canvas);
    this.listen();
  }

  draw(palette: Palette): void {
    const state = this.host.state(this.sphere);
    const surface = this.surface();
    if (state && surface) drawPanel(surface, state, palette);
  }

  /** A cleared canvas, as sharp as the screen. */
  private surface(): Surface | undefined {
    const { canvas } = this;
    const [width, height, ratio] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1];
    const context = canvas.getContext('2d');
    if (context === null || width === 0) return undefined;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const radius = Math.min(width, height) / 2 - margin;
    return { context, radius, at: ([x, y]) => [width / 2 + x * radius, height / 2 - y * radius] };
  }

  private listen(): void {
    const { canvas, host } = this;
    canvas.addEventListener('pointerdown', ({ pointerId }) => canvas.setPointerCapture(pointerId));
    canvas.addEventListener('pointermove', (event) => {
      const radius = canvas.clientWidth / 2 - margin;
      if (event.buttons > 0) host.turn(event.movementX / radius, event.movementY / radius);
      else this.lookAt(event);
    });
    canvas.addEventListener('click', (event) => this.lookAt(event));
    canvas.addEventListener('keydown', (event) => {
      if (!this.press(event.key)) return;
      event.preventDefault();
    });
  }

  private lookAt({ offsetX, offsetY }: MouseEvent): void {
    const state = this.host.state(this.sphere);
    if (state === undefined) return;
    const { clientWidth, clientHeight } = this.canvas;
    const radius = Math.min(clientWidth, clientHeight) / 2 - margin;
    const [x, y] = [(offsetX - clientWidth / 2) / radius, (clientHeight / 2 - offsetY) / radius];
    this.host.look(nearestPair(state.view, state.rotation satisfies Rotation, x, y, 16 / radius));
  }

  private press(key: string): boolean {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.host.turn(-stride, 0),
      ArrowRight: () => this.host.turn(stride, 0),
      ArrowUp: () => this.host.turn(0, -stride),
      ArrowDown: () => this.host.turn(0, stride),
      PageUp: () => this.host.step(-1),
      PageDown: () => this.host.step(1),
      Escape: () => this.host.look(undefined),
    };
    const action = actions[key];
    action?.();
    return action !== undefined;
  }
}
