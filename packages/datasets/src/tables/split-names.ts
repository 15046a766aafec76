import { csvRows } from './csv-rows';

/** Which images a split has. */
export interface SplitNames {
  splitsOf(image: string): readonly string[];
  /** Images that were never asked for. */
  missing(): { readonly split: string; readonly damaged: string; readonly reason: string }[];
}

/** From files with an image's name a line. Throws UserError where one can't be read. */
export async function splitNames(files: Readonly<Record<string, string>>): Promise<SplitNames> {
  const splits = new Map<string, string[]>();
  for (const [split, path] of Object.entries(files)) {
    for await (const { fields } of csvRows(path, { separator: '\t', quoting: false })) {
      const name = fields[0]!.trim();
      splits.set(name, [...(splits.get(name) ?? []), split]);
    }
  }
  const asked = new Set<string>();
  return {
    splitsOf: (image) => {
      asked.add(image);
      return splits.get(image) ?? [];
    },
    missing: () =>
      [...splits].flatMap(([name, own]) =>
        asked.has(name)
          ? []
          : own.map((split) => ({ split, damaged: `${files[split]}: ${name}`, reason: 'has no captions' })),
      ),
  };
}
