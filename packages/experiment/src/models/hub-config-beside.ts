import { naming } from '@alignclip/core';
import { type HubModel, hubPixels, hubTold, hubUsual, type ModelForm, readBoundedJson } from '@alignclip/formats';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ConfigBeside } from './config-beside';

const maxBytes = 2 ** 20;

/**
 * Heads, activations and ε from the `config.json` in the folder of a model of transformers, and the pixels that it expects
 * from `preprocessor_config.json`. Undefined where there is no `config.json`. Throws UserError where one is another model's.
 */
export async function hubConfigBeside(
  checkpoint: string,
  model: HubModel,
  { image, text }: ModelForm,
): Promise<ConfigBeside | undefined> {
  const at = (name: string) => join(dirname(checkpoint), name);
  const pixels = await readBeside(at('preprocessor_config.json'), hubPixels);
  if (image.type !== 'vision-transformer') return undefined;
  const told = await readBeside(at('config.json'), (json) => hubTold(json, model, { image, text }));
  const usual = hubUsual(model).pixels ?? 'clip';
  const own = pixels === undefined || pixels === usual ? {} : { pixels };
  return told && { path: at('config.json'), hyperParameters: { ...told, ...own } };
}

async function readBeside<T>(path: string, parse: (json: unknown) => T): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  const json = await readBoundedJson(path, maxBytes, basename(path));
  return naming(path, () => parse(json));
}
