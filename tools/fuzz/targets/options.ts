import { type AnyComponent, type Random, type Spec } from '@alignclip/core';
import { type BaseConfig, defineExperiment, experimentOf, planSweep, Registry, withStore } from '@alignclip/experiment';
import { tinyBase } from '@alignclip/experiment/testing';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { chosen, drawn } from '../inputs/draw';
import { hostileJson } from '../inputs/hostile';
import type { Target } from '../target';

interface Node {
  readonly type?: string;
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
}

interface Choice {
  readonly component: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const inConfig = new Set([
  ...Object.keys(tinyBase),
  'head',
  'embeddingHead',
  'maps',
  'probes',
  'augmentation',
  'captionAugmentation',
]);
const lists = new Set(['losses', 'evaluators', 'maps', 'probes']);

const propertiesOf = (component: AnyComponent): [string, Node][] =>
  Object.entries((z.toJSONSchema(component.options, { io: 'input', unrepresentable: 'any' }) as Node).properties ?? {});

/** Data sets that read files or render thousands of images have targets of their own. */
const components = new Registry().components
  .filter(({ slot }) => inConfig.has(slot.name) && slot.name !== 'dataset')
  .map((component) => ({
    component,
    name: `${component.slot.name}/${component.type}`,
    options: propertiesOf(component),
  }))
  .filter(({ options }) => options.length > 0);
const named = new Map(components.map(({ component, name }) => [name, component]));

const sizes = [0, 1, 2, 3, 7, 64, 1e-300, 0.5, 1e9, 2 ** 31, 2 ** 32, 1e15, 1e300, -1];

/** A value of the option's kind, as large or small as the schema allows or not. */
function valueOf(random: Random, node: Node): unknown {
  if (node.anyOf) return valueOf(random, chosen(random, node.anyOf));
  if (node.enum) return chosen(random, node.enum);
  if (node.items) return Array.from({ length: random.integer(4) }, () => valueOf(random, node.items!));
  if (node.type === 'number' || node.type === 'integer') return chosen(random, sizes);
  if (node.type === 'boolean') return random.uniform() < 0.5;
  return drawn(random, hostileJson);
}

function choice(random: Random): Choice {
  const { name, options } = chosen(random, components);
  const some = Array.from({ length: 1 + random.integer(2) }, () => chosen(random, options));
  return {
    component: name,
    options: Object.fromEntries(some.map(([option, node]) => [option, valueOf(random, node)])),
  };
}

/** Options of a component in an experiment that is planned: what can't work is refused before the first step. */
export const optionTarget: Target = {
  name: 'options',
  file: 'options.json',
  writes: true,
  seconds: 10,
  make: (random) => Buffer.from(JSON.stringify(choice(random))),
  read: async (path, input) => {
    const { component, options } = JSON.parse(Buffer.from(input).toString()) as Choice;
    const make = named.get(component) as unknown as (options: unknown) => Spec<'losses'>;
    const spec = make(options);
    const base = { ...tinyBase, [spec.slot]: lists.has(spec.slot) ? [spec] : spec } as BaseConfig;
    const definition = defineExperiment({ name: 'tiny', seeds: [0], base, variants: { CLIP: {} } });
    await planSweep(withStore(experimentOf(definition), join(dirname(path), 'runs')), {});
  },
};
