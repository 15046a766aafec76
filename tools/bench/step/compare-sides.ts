import type { Side } from './side';

type Say = (line: string) => void;

/** Milliseconds by side, in the order of the rounds, without the warm-up; one step of each side a round. */
export async function timesInTurn(
  sides: readonly Side[],
  { warmUp, rounds }: { readonly warmUp: number; readonly rounds: number },
  say: Say,
): Promise<number[][]> {
  const times: number[][] = sides.map(() => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    const now: number[] = [];
    for (const side of sides) now.push(await side.step());
    if (round >= warmUp) now.forEach((ms, i) => times[i]!.push(ms));
    const name = round < warmUp ? 'warm-up' : `round ${round - warmUp + 1} of ${rounds}`;
    say(`  ${name}: ${sides.map((side, i) => `${side.name} ${now[i]!.toFixed(0)} ms`).join(', ')}`);
  }
  return times;
}

/** Equal numbers of trained values are the proof of equal shapes. */
export async function checkSameModel(sides: readonly Side[], say: Say): Promise<void> {
  const facts = await Promise.all(sides.map(({ ready }) => ready));
  for (const { versions, parameters } of facts) say(`  ${versions}: ${parameters} parameters`);
  if (new Set(facts.map(({ parameters }) => parameters)).size > 1) throw new Error('the models are not of one size');
}
