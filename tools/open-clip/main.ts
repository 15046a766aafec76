import { selectBackend } from '@alignclip/backend';
import { benchPython, withTransformers } from '../bench/step/python-environment';
import { fullCases, fullOwnCases, tinyCases, tinyOwnCases, towerCases } from './cases';
import { compareMade, compareOwn, type Comparison } from './compare';
import { compareHub } from './compare-hub';
import { hubTextCases } from './hub-text-cases';
import { fullHubCases, tinyHubCases } from './hub-cases';

/** The largest difference that unit rows may have. */
const limit = 1e-5;

const directions = { import: 'there → here', export: 'here → there' } as const;

/** `main [--tiny]`: compares every model in both directions, a line each; status 1 where one is further than the limit. */
async function main(args: readonly string[]): Promise<void> {
  await selectBackend();
  const python = benchPython(console.error);
  if (args.includes('--tiny')) {
    for (const one of await compareMade(python, [...tinyCases, ...towerCases])) show(one);
    for (const one of await compareOwn(python, tinyOwnCases)) show(one);
    withTransformers(python, console.error);
    for (const one of await compareMade(python, hubTextCases)) show(one);
    for (const one of await compareHub(withTransformers(python, console.error), tinyHubCases)) show(one);
    return;
  }
  for (const made of fullCases) for (const one of await compareMade(python, [made])) show(one); // one model in memory
  for (const own of fullOwnCases) for (const one of await compareOwn(python, [own])) show(one);
  withTransformers(python, console.error);
  for (const hub of fullHubCases) for (const one of await compareHub(python, [hub])) show(one);
}

function show({ name, direction, image, text, versions }: Comparison): void {
  const good = Math.max(image, text) <= limit;
  if (!good) process.exitCode = 1;
  const differences = `images ${image.toExponential(1)}, texts ${text.toExponential(1)}`;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name.padEnd(26)} ${directions[direction]}  ${differences}  (${versions})`);
}

void main(process.argv.slice(2));
