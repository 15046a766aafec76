import { CorruptError } from '../corrupt';

/** Throws CorruptError where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CorruptError('its text is not UTF-8');
  }
}

/**
 * Captions without surrounding space; those that are no text, empty or have a NUL byte are left out. Throws CorruptError
 * where no caption is left.
 */
export function soundCaptions(captions: readonly unknown[]): string[] {
  const trimmed = captions.map((caption) => (typeof caption === 'string' ? caption.trim() : caption));
  const sound = trimmed.filter((caption): caption is string => captionFault(caption) === undefined);
  if (sound.length === 0) throw new CorruptError(captionFault(trimmed[0]) ?? 'has no caption');
  return sound;
}

/** Why a trimmed caption can't be used. */
export function captionFault(caption: unknown): string | undefined {
  if (typeof caption !== 'string') return 'the caption is no text';
  if (caption === '') return 'the caption is empty';
  return caption.includes('\0') ? 'the caption has a NUL byte' : undefined;
}

const textOrSpecialNumber = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs;

/** The value of a JSON text; NaN and infinities, which Python writes and JSON doesn't have, are null. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(text.replace(textOrSpecialNumber, (found) => (found.startsWith('"') ? found : 'null')));
  }
}

/** The fields of an object; no fields for any other value. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
