import { createHash } from 'node:crypto';
import { canonicalJson } from './json';

/** Hex SHA-256 of text or bytes. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Hex SHA-256 of a JSON value; key order does not matter. */
export const contentHash = (value: unknown): string => sha256(canonicalJson(value));
