import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '@alignclip/core/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Report } from '../../model/make-report';
import { writePage } from '../../page/write-pages';
import { chromiumPath, startChromium } from './chromium';
import { madeReport } from './made-report';

/** A page under test: opened by each test and closed after it. */
export interface Opened {
  open(options?: BrowserContextOptions): Promise<void>;
  page(): Page;
  /** Errors, warnings, and requests for anything but the page; must be empty at the end of a test. */
  complaints(): string[];
  /** The content of a sphere's canvas, as a `data:` address. */
  pixels(at?: number): Promise<string>;
  /** Waits until the page is drawn. */
  settled(): Promise<unknown>;
}

/** Tests of a report's page in Chromium; skipped where there is none. */
export function describePage(
  name: string,
  tests: (opened: Opened) => void,
  make: () => Promise<Report> = madeReport,
): void {
  describeWhere(chromiumPath !== undefined, 'no Chromium (apt-get install chromium)', name, () => {
    const opened = new OpenedPage(make);
    beforeAll(() => opened.start());
    afterAll(() => opened.stop());
    afterEach(() => opened.close());
    tests(opened);
  });
}

class OpenedPage implements Opened {
  private browser: Browser | undefined;
  private current: Page | undefined;
  private heard: string[] = [];
  private folder = '';
  private file = '';

  constructor(private readonly make: () => Promise<Report>) {}

  readonly start = async (): Promise<void> => {
    this.folder = mkdtempSync(join(tmpdir(), 'alignclip-page-'));
    this.file = join(this.folder, 'page.html');
    await writePage(await this.make(), this.file);
    this.browser = await startChromium();
  };

  readonly stop = async (): Promise<void> => {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  };

  readonly close = async (): Promise<void> => {
    expect(this.heard).toEqual([]);
    await this.current?.context().close();
  };

  readonly open = async (options: BrowserContextOptions = {}): Promise<void> => {
    this.heard = [];
    const context = await this.browser!.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    this.current = page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.heard.push(message.text());
    });
    page.on('pageerror', (error) => this.heard.push(String(error)));
    page.on('request', (request) => {
      if (!/^data:/.test(request.url()) && request.url() !== `file://${this.file}`) this.heard.push(request.url());
    });
    await page.goto(`file://${this.file}`);
    await page.waitForSelector('html[data-figures=drawn]');
    if ((await page.locator('.chart').count()) > 0) await page.waitForSelector('.chart svg text', { timeout: 10_000 });
  };

  readonly page = (): Page => this.current!;
  readonly complaints = (): string[] => this.heard;

  readonly pixels = (at = 0): Promise<string> => {
    const canvas = this.page().locator('#sphere-view canvas').nth(at);
    return canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  };

  readonly settled = (): Promise<unknown> =>
    this.page().evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
