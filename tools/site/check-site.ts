import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
  ...{ '.json': 'application/json', '.woff2': 'font/woff2', '.png': 'image/png' },
};
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const sizes = [
  { width: 1280, height: 900 },
  { width: 375, height: 800 },
];
/** One of each kind. */
const pages = [
  'index',
  'docs/how-to/define-an-ablation',
  'docs/components/intra-modality-separation',
  'docs/results/quickstart',
];

const workspace = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
const isShort = process.argv.includes('--short');
const given = process.argv.slice(2).filter((word) => word !== '--short');
const folder = resolve(given[0] ?? join(__dirname, '../../dist/site'));
const version = given[1] ?? workspace.version;

/** `node tools/run.cjs tools/site/check-site.ts [--short] [FOLDER] [VERSION]`: the built site in a browser, at two sizes. */
async function main(): Promise<void> {
  const executablePath = process.env['ALIGNCLIP_CHROMIUM'] ?? browsers.find((path) => existsSync(path));
  if (executablePath === undefined)
    return console.log('check site: SKIPPED, no browser (ALIGNCLIP_CHROMIUM names one)');
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${version}`;
    const problems = await problemsOf(browser, address);
    for (const problem of problems) console.error(problem);
    console.log(
      `check site: ${pages.length} pages at ${sizes.length} sizes, ${isShort ? 'search' : 'search, API and figures'}; ${problems.length} problems`,
    );
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    server.close();
  }
}

async function problemsOf(browser: Browser, address: string): Promise<string[]> {
  const problems: string[] = [];
  const page = await browser.newPage();
  // What a page fetches ahead is aborted where the next one is opened.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') problems.push(`not loaded: ${request.url()}: ${why}`);
  });
  page.on(
    'response',
    (response) => response.status() >= 400 && problems.push(`${response.status()}: ${response.url()}`),
  );
  page.on(
    'request',
    (request) =>
      !request.url().startsWith('http://127.0.0.1') &&
      !request.url().startsWith('data:') &&
      problems.push(`asks the network: ${request.url()}`),
  );
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of sizes)
      for (const name of pages) {
        await page.setViewportSize(size);
        await page.goto(`${address}/${name}.html`, { waitUntil: 'networkidle' });
        const found = await violations(page);
        problems.push(...found.map((one) => `${name}, ${colorScheme}, ${size.width} pixels: ${one}`));
      }
  }
  await page.setViewportSize(sizes[0]!);
  problems.push(...(await searched(page, address)));
  for (const name of isShort ? [] : ['api/index', 'pages/quickstart-quick'])
    if ((await page.goto(`${address}/${name}.html`))?.status() !== 200) problems.push(`missing: ${name}.html`);
  return problems;
}

/** Of the theme, not of a page: the name of its search button lacks the keys that stand on it. */
const ofTheme = { 'label-content-name-mismatch': { enabled: false } };

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (rules) => {
    const { violations: all } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ rules });
    return all.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  }, ofTheme);
  const sizes = await page.evaluate<{ content: number; screen: number }>(
    '({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth })',
  );
  return sizes.content > sizes.screen + 1 ? [...found, 'wider than the screen'] : found;
}

/** What a reader types finds its page. */
async function searched(page: Page, address: string): Promise<string[]> {
  await page.goto(`${address}/docs/README.html`, { waitUntil: 'networkidle' });
  await page.keyboard.press('Control+k');
  await page.locator('.VPLocalSearchBox input').fill('intra-modality separation');
  const first = page.locator('.VPLocalSearchBox .result').first();
  await first.waitFor({ timeout: 15_000 });
  return /separation/i.test(await first.innerText()) ? [] : [`search finds ${await first.innerText()}`];
}

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const isFile = path.startsWith(folder) && existsSync(path) && statSync(path).isFile();
    response.writeHead(isFile ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' });
    if (isFile) createReadStream(path).pipe(response);
    else response.end();
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
