import type { Example, RawImage } from '@alignclip/core';
import type { FeatureRows } from './feature-rows';

/** Examples that are decoded at the same time. */
const chunkSize = 128;

/** The same examples in chunks. */
export async function* chunks(examples: AsyncIterable<Example>): AsyncGenerator<Example[]> {
  let chunk: Example[] = [];
  for await (const example of examples) {
    chunk.push(example);
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** The same examples with empty images, whose features are computed and kept as they come. */
export async function* releasedExamples(
  examples: AsyncIterable<Example>,
  features: FeatureRows<RawImage>,
): AsyncGenerator<Example> {
  for await (const chunk of chunks(examples)) {
    await features.prepare(chunk.map(({ image }) => image));
    yield* chunk.map((example) => ({ ...example, image: features.release(example.image, emptyImage()) }));
  }
}

const emptyImage = (): RawImage => ({ width: 0, height: 0, mode: 'RGB', data: new Uint8Array() });
