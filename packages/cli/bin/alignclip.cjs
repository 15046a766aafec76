#!/usr/bin/env node
const { join } = require('node:path');

const main = join(__dirname, '../src/main.ts');

function installed() {
  try {
    return require.resolve('ts-node/register/transpile-only');
  } catch {
    return undefined;
  }
}

if (!installed()) {
  console.error('alignclip: the npm packages are not installed. Run `npm run setup` in the repository first.');
  process.exitCode = 1;
} else if (process.env.ALIGNCLIP_WORKER === '1' && process.execArgv.includes('@alignclip/source')) {
  require(main);
} else {
  require('./run-worker.cjs').runWorker(main, process.argv.slice(2));
}
