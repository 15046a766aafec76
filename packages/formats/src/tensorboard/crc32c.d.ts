declare module 'crc-32/crc32c' {
  /** CRC-32C (Castagnoli), as a signed 32-bit number. */
  export function buf(data: Uint8Array, seed?: number): number;
}
