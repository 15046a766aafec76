import { counted, messageOf, runRecordSchema, UserError, type RunRecord } from '@alignclip/core';
import { folderOf, loadExperiment } from '@alignclip/experiment';
import { reportSources } from '@alignclip/report';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';

/** An experiment file, from the root of the repository, and a profile. */
export interface Kept {
  readonly file: string;
  readonly profile: string;
  /** Its folder of runs, where the environment names other data than those of a plain call, and with them another folder. */
  readonly folder?: string;
}

const spec = z.strictObject({ slot: z.string(), type: z.string(), options: z.record(z.string(), z.unknown()) });
const specs = z.array(spec).readonly();
const shownSchema = z.strictObject({ tables: specs, questions: specs, claims: specs, figures: specs.optional() });

/** What an experiment file showed when its records were kept. */
export type Shown = z.output<typeof shownSchema>;

const archiveSchema = z.strictObject({
  /** Keys of its cells, by experiment file, in the order of its report. */
  experiments: z.record(z.string(), z.array(z.string())),
  /** By experiment file, where the environment decided what it shows. */
  shown: z.record(z.string(), shownSchema).optional(),
  records: z.array(runRecordSchema),
});

type Archive = z.output<typeof archiveSchema>;

/**
 * The records that pages of results are made from: one Brotli file of JSON for each folder of runs and profile, so that
 * experiments with common cells keep them once.
 */
export class KeptRecords {
  private readonly opened = new Map<string, Archive>();

  constructor(
    private readonly root: string,
    private readonly folder = join(root, 'docs/results/records'),
  ) {}

  /** Of all cells of an experiment; undefined if they are not kept. Throws UserError on an invalid file. */
  read(kept: Kept): RunRecord[] | undefined {
    const archive = this.archiveOf(kept);
    const byKey = new Map(archive?.records.map((record) => [record.key, record]));
    return archive?.experiments[kept.file]?.map((key) => byKey.get(key)!);
  }

  /** What the file showed when its records were kept; undefined where it shows the same on every call. */
  shown = (kept: Kept): Shown | undefined => this.archiveOf(kept)?.shown?.[kept.file];

  private archiveOf({ file, profile, folder }: Kept): Archive | undefined {
    const names = (existsSync(this.folder) ? readdirSync(this.folder) : []).filter((name) =>
      folder === undefined ? name.endsWith(`-${profile}.json.br`) : name === `${folder}-${profile}.json.br`,
    );
    return names
      .map((name) => this.open(join(this.folder, name)))
      .find((archive) => archive.experiments[file] && (folder !== undefined || archive.shown?.[file] === undefined));
  }

  /** Takes the records of an experiment from a folder of runs. Throws UserError where a cell has none. */
  async keep({ file, profile, folder }: Kept, runs: string): Promise<void> {
    const { definition } = loadExperiment(join(this.root, file));
    const own = folderOf(definition);
    if (folder !== undefined && folder !== own)
      throw new UserError(`${file}: its runs lie in ${own}, not in ${folder}: set the variable that names its data`);
    const [source] = await reportSources(join(this.root, file), runs, { profile });
    const { records, gaps } = source!;
    if (gaps.length > 0)
      throw new UserError(`${file}, profile ${profile}: ${counted(gaps.length, 'gap')}, the first: ${gaps[0]}`);
    const { tables = [], questions = [], claims = [], figures = [] } = definition;
    const shown = folder === undefined ? undefined : shownSchema.parse({ tables, questions, claims, figures });
    this.add(`${own}-${profile}`, file, records.map(withoutFolders), shown);
  }

  /** Puts the records of an experiment into the archive `name`, in place of those that it had. */
  add(name: string, file: string, records: readonly RunRecord[], shown?: Shown): void {
    const path = join(this.folder, `${name}.json.br`);
    const old = this.open(path);
    const experiments = { ...old.experiments, [file]: records.map(({ key }) => key) };
    const used = new Set(Object.values(experiments).flat());
    const byKey = new Map([...old.records, ...records].map((record) => [record.key, record]));
    const all = [...byKey.values()].filter(({ key }) => used.has(key)).sort((a, b) => (a.key < b.key ? -1 : 1));
    mkdirSync(this.folder, { recursive: true });
    const archive = { experiments, ...(shown && { shown: { ...old.shown, [file]: shown } }), records: all };
    writeFileSync(path, packed(JSON.stringify(archive)));
    this.opened.delete(path);
  }

  private open(path: string): Archive {
    if (!existsSync(path)) return { experiments: {}, records: [] };
    const known = this.opened.get(path) ?? this.unpacked(path);
    this.opened.set(path, known);
    return known;
  }

  private unpacked(path: string): Archive {
    try {
      return archiveSchema.parse(JSON.parse(brotliDecompressSync(readFileSync(path)).toString('utf8')));
    } catch (error) {
      throw new UserError(`${path}: ${messageOf(error)}`);
    }
  }
}

/** Data of one's own by the names of their files: where they lay is nobody's concern. */
function withoutFolders({ config, ...record }: RunRecord): RunRecord {
  const named = (_: string, value: unknown) =>
    typeof value === 'string' && isAbsolute(value) ? basename(value) : value;
  const { checksum: _, ...rest } = record as RunRecord & { checksum?: string };
  return { ...rest, config: JSON.parse(JSON.stringify(config, named)) as RunRecord['config'] };
}

function packed(text: string): Buffer {
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT } = constants;
  const content = Buffer.from(text);
  const params = {
    [BROTLI_PARAM_LGWIN]: 24,
    [BROTLI_PARAM_SIZE_HINT]: content.length,
    [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
  };
  return brotliCompressSync(content, { params });
}
