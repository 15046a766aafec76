import type { Phase } from './watched-sweep';

export type Hit = Phase | 'writing';

/** How many kills have hit what; one kill may hit several. */
export class Tally {
  private readonly hits = new Map<Hit, number>();
  kills = 0;

  add(hits: readonly Hit[]): void {
    this.kills += 1;
    for (const hit of hits) this.hits.set(hit, (this.hits.get(hit) ?? 0) + 1);
  }

  toString(): string {
    const words: Record<Hit, string> = {
      starting: 'a process that started',
      training: 'training',
      evaluating: 'an evaluation',
      writing: 'a file half written',
    };
    const parts = Object.entries(words).map(([hit, word]) => `${word} ${this.hits.get(hit as Hit) ?? 0}`);
    return `${this.kills} kills, of which hit: ${parts.join(', ')}`;
  }
}
