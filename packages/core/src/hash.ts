import { hash } from 'node:crypto';
import { canonicalJson } from './json';

/** Hex SHA-256 of text or bytes. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');

/** Hex SHA-256 of a JSON value; key order does not matter. */
export const contentHash = (value: unknown): string => sha256(canonicalJson(value));
