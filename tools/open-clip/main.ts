import { selectBackend } from '@alignclip/backend';
import { messageOf, unknownName } from '@alignclip/core';
import { benchPython, withTransformers } from '../bench/step/python-environment';
import { fullCases, fullOwnCases, fullTowerCases, tinyCases, tinyOwnCases, towerCases } from './cases';
import { compareMade, compareOwn, type Comparison } from './compare';
import { compareHub } from './compare-hub';
import { fullHubTextCases, hubTextCases } from './hub-text-cases';
import { fullHubCases, tinyHubCases } from './hub-cases';

/** The largest difference that unit rows may have. */
const limit = 1e-5;

const directions = { import: 'there → here', export: 'here → there' } as const;

/** `main [--tiny | NAME…]`: compares every model in both directions, or those named, a line each; status 1 where one is further than the limit. */
async function main(args: readonly string[]): Promise<void> {
  await selectBackend();
  const python = benchPython(console.error);
  await (args.includes('--tiny') ? small(python) : full(python, args));
}

async function small(python: string): Promise<void> {
  for (const one of await compareMade(python, [...tinyCases, ...towerCases])) show(one);
  for (const one of await compareOwn(python, tinyOwnCases)) show(one);
  withTransformers(python, console.error);
  for (const one of await compareMade(python, hubTextCases)) show(one);
  for (const one of await compareHub(python, tinyHubCases)) show(one);
}

/** One model in memory at a time. */
async function full(python: string, names: readonly string[]): Promise<void> {
  const all = [...fullCases, ...fullTowerCases, ...fullOwnCases, ...fullHubTextCases, ...fullHubCases];
  const known = all.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) throw unknownName('model', wrong, known);
  const chosen = <T extends { readonly name: string }>(cases: readonly T[]): readonly T[] =>
    names.length === 0 ? cases : cases.filter(({ name }) => names.includes(name));
  for (const made of chosen([...fullCases, ...fullTowerCases]))
    for (const one of await compareMade(python, [made])) show(one);
  for (const own of chosen(fullOwnCases)) for (const one of await compareOwn(python, [own])) show(one);
  withTransformers(python, console.error);
  for (const made of chosen(fullHubTextCases)) for (const one of await compareMade(python, [made])) show(one);
  for (const hub of chosen(fullHubCases)) for (const one of await compareHub(python, [hub])) show(one);
}

function show({ name, direction, image, text, versions }: Comparison): void {
  const good = Math.max(image, text) <= limit;
  if (!good) process.exitCode = 1;
  const differences = `images ${image.toExponential(1)}, texts ${text.toExponential(1)}`;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name.padEnd(26)} ${directions[direction]}  ${differences}  (${versions})`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
