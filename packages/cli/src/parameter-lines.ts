import type { RunRecord } from '@alignclip/core';

const thousands = (count: number) => count.toLocaleString('en-US');

/** One line a variant: how many values it trains, and how many of them both towers hold. */
export function parameterLines(records: readonly RunRecord[]): string[] {
  const byVariant = new Map(records.map((record) => [record.variant, record.parameters]));
  return [...byVariant].map(
    ([variant, { total, shared, image, text }]) =>
      `${variant}: ${thousands(total)} parameters, ${thousands(shared)} shared by both towers, ` +
      `${thousands(image)} of the image tower's own, ${thousands(text)} of the text tower's own`,
  );
}
