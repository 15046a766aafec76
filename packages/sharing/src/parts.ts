/** The parts of a tower that can be shared, each with the relative paths that belong to it. */
export const parts = {
  attention: /^blocks\/\d+\/attention\//,
  mlp: /^blocks\/\d+\/mlp\//,
  norms: /^(blocks\/\d+\/norm-\d|post-norm)\//,
  projection: /^projection$/,
} as const;

export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as [Part, ...Part[]];

/** The part a path belongs to; undefined for what one modality alone has (patches, tokens, positions, pre-norm). */
export const partOf = (path: string): Part | undefined => partNames.find((name) => parts[name].test(path));

/** The block a path belongs to, from 0; undefined outside the blocks. */
export function blockOf(path: string): number | undefined {
  const match = /^blocks\/(\d+)\//.exec(path);
  return match ? Number(match[1]) : undefined;
}
