import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser of this machine: `ALIGNCLIP_CHROMIUM`, or where systems put it. */
export const chromiumPath = [process.env['ALIGNCLIP_CHROMIUM'] ?? '', ...places].find((path) => existsSync(path));

/** Without what a browser does of its own accord, most of it on the network. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
