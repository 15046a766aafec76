import { random, UserError, type DrawnExample, type ExampleStream, type Json, type StreamStart } from '@alignclip/core';
import { z } from 'zod';

export interface MixedSource {
  readonly name: string;
  readonly weight: number;
  readonly open: (start: StreamStart) => Promise<ExampleStream>;
}

const positions = z.strictObject({
  /** Number of examples given. */
  drawn: z.int().min(0),
  streams: z.record(z.string(), z.json()),
});

interface OpenSource {
  readonly name: string;
  readonly weight: number;
  readonly stream: ExampleStream;
}

/** Each example is from a source drawn by weight; the stream has no end, so its examples are numbered in one endless epoch. */
export class MixedStream implements ExampleStream {
  private constructor(
    private readonly sources: readonly OpenSource[],
    private readonly seed: number,
    private drawn: number,
  ) {}

  /** Throws UserError on a position that is not one of such a stream. */
  static async open(sources: readonly MixedSource[], seed: number, position?: Json): Promise<MixedStream> {
    const { drawn, streams } = position === undefined ? { drawn: 0, streams: {} } : checked(position, sources);
    const open: OpenSource[] = [];
    for (const { name, weight, open: begin } of sources) {
      const start = streams[name];
      open.push({
        name,
        weight,
        stream: await begin({ seed, ...(start !== undefined && { position: start }) }),
      });
    }
    return new MixedStream(open, seed, drawn);
  }

  get position(): Json {
    return {
      drawn: this.drawn,
      streams: Object.fromEntries(this.sources.map(({ name, stream }) => [name, stream.position])),
    };
  }

  async take(count: number): Promise<readonly DrawnExample[]> {
    const chosen = this.choose(count);
    const batches = new Map<OpenSource, DrawnExample[]>();
    for (const source of new Set(chosen)) {
      batches.set(source, [...(await source.stream.take(chosen.filter((other) => other === source).length))]);
    }
    return chosen.map((source) => {
      const { example } = batches.get(source)!.shift()!;
      const index = this.drawn++;
      return { example: { ...example, id: `${source.name}/${example.id}` }, epoch: 0, index };
    });
  }

  async close(): Promise<void> {
    for (const { stream } of this.sources) await stream.close();
  }

  /** The sources of the next examples. */
  private choose(count: number): OpenSource[] {
    const chance = random(this.seed, 'mixture', this.drawn);
    const total = this.sources.reduce((sum, { weight }) => sum + weight, 0);
    return Array.from({ length: count }, () => {
      let left = chance.uniform() * total;
      return this.sources.find(({ weight }) => (left -= weight) < 0) ?? this.sources.at(-1)!;
    });
  }
}

function checked(position: Json, sources: readonly MixedSource[]): z.output<typeof positions> {
  const result = positions.safeParse(position);
  if (result.success && sources.every(({ name }) => Object.hasOwn(result.data.streams, name))) return result.data;
  throw new UserError('mixture: the checkpoint has no valid position of a stream of these data sets');
}
