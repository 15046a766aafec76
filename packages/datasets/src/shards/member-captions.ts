import { DamageError } from '../stored/stored-example';

/** All of the text is one caption. Throws DamageError where it is empty or no UTF-8. */
export const captionsOfText = (bytes: Uint8Array): string[] => sound([textOf(bytes)]);

/** A text or a list of texts in a field. Throws DamageError where there is none. */
export function captionsOfJson(bytes: Uint8Array, field: string): string[] {
  const value = parsed(textOf(bytes));
  const own = value !== null && typeof value === 'object' && Object.hasOwn(value, field);
  const found = own ? (value as Record<string, unknown>)[field] : undefined;
  const captions = [found].flat();
  if (captions.length > 0 && captions.every((caption) => typeof caption === 'string')) return sound(captions);
  throw new DamageError(`its json has no text "${field}"`);
}

/** Throws DamageError where the bytes are no UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DamageError('its text is not UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamageError('its json is none');
  }
}

/** Captions without space around them. Throws DamageError where one is empty or holds a NUL. */
export function sound(captions: readonly string[]): string[] {
  const trimmed = captions.map((caption) => caption.trim());
  if (trimmed.some((caption) => caption === '')) throw new DamageError('a caption is empty');
  if (trimmed.some((caption) => caption.includes('\0'))) throw new DamageError('a caption holds a NUL byte');
  return trimmed;
}
