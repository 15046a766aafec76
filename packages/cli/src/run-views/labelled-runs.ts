import { contentHash, type RunRecord } from '@alignclip/core';

/** Names for a set-up, from short to one that is surely its own. */
const names: readonly ((run: RunRecord) => string)[] = [
  ({ variant }) => variant,
  ({ variant, profile }) => `${variant} (${profile})`,
  ({ experiment, variant, profile }) => `${experiment}: ${variant} (${profile})`,
  (run) => `${run.experiment}: ${run.variant} (${run.profile}) #${setupOf(run).slice(0, 6)}`,
];

/** All that decides a run, the seed aside. */
const setupOf = ({ experiment, variant, profile, config, provenance: { code, data } }: RunRecord): string =>
  contentHash({ experiment, variant, profile, config, code, data });

/** The runs with variants renamed where two set-ups share a name, so that each name is one set-up. */
export function labelled(runs: readonly RunRecord[]): RunRecord[] {
  const setups = new Map(runs.map((run) => [setupOf(run), run]));
  const name = names.find((of) => new Set([...setups.values()].map(of)).size === setups.size) ?? names.at(-1)!;
  return runs.map((run) => ({ ...run, variant: name(run) }));
}
