import { UserError, type Json, type JsonObject } from '@alignclip/core';

/** From `path=value` of an option: the value is JSON, and a string where it is none. Throws UserError where there is no `=`. */
export function parseSettings(
  given: readonly string[] = [],
  option = '--set',
  example = 'trainer.steps=500',
): JsonObject {
  const settings: Record<string, Json> = {};
  for (const text of given) {
    const [path = '', value] = [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
    if (path === '' || !text.includes('=')) throw new UserError(`${option} ${text}: write path=value, as ${example}`);
    if (Object.hasOwn(settings, path)) throw new UserError(`${option} ${path}: given twice`);
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
