import { UserError, type Json, type JsonObject } from '@alignclip/core';

/** From `path=value`: the value is JSON, and a string where it is none. Throws UserError where there is no `=`. */
export function parseSettings(given: readonly string[] = []): JsonObject {
  const settings: Record<string, Json> = {};
  for (const text of given) {
    const [path = '', value] = [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
    if (path === '' || !text.includes('='))
      throw new UserError(`--set ${text}: write path=value, as trainer.steps=500`);
    if (Object.hasOwn(settings, path)) throw new UserError(`--set ${path}: given twice`);
    settings[path] = parseValue(value);
  }
  return settings;
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
