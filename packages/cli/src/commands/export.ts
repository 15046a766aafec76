import {
  openClipConfig,
  type OpenClipKind,
  sizeOf,
  type StateDict,
  toOpenClip,
  writeFileAtomic,
  writeSafetensors,
  writeTorchCheckpoint,
} from '@alignclip/formats';
import { type Command, Option } from 'commander';
import { parse } from 'node:path';
import { countLine, modelLines } from '../checkpoint/model-lines';
import { type ExportSource, modelToExport } from '../checkpoint/model-to-export';
import { withUntold } from '../checkpoint/untold-options';
import { withRun } from './run-options';

interface ExportOptions extends ExportSource {
  readonly to: 'open-clip' | 'alignclip';
  readonly format: 'pt' | 'safetensors';
  readonly out: string;
}

const kinds = { 'open-clip': 'clip', alignclip: 'sharedclip' } as const satisfies Record<string, OpenClipKind>;

export function exportCommand(program: Command): void {
  withUntold(withRun(program.command('export')))
    .description('write a model so that PyTorch loads it: a run by its record, or a file of import')
    .requiredOption('--out <file>', 'the checkpoint to write')
    .addOption(new Option('--to <code>', 'whose names').choices(Object.keys(kinds)).default('open-clip'))
    .addOption(new Option('--format <format>', 'of the file').choices(['pt', 'safetensors']).default('pt'))
    .action(exportModel);
}

async function exportModel(reference: string, options: ExportOptions): Promise<void> {
  const { parameters, untold } = await modelToExport(reference, options);
  const kind = kinds[options.to];
  const stateDict = toOpenClip(parameters, kind);
  const size = sizeOf(stateDict, kind);
  const { dir, name } = parse(options.out);
  const config = `${name}-config`;
  await write(options, stateDict);
  const json = untold && JSON.stringify(openClipConfig(size, untold), null, 2);
  if (json !== undefined) await writeFileAtomic(`${dir || '.'}/${config}.json`, `${json}\n`);
  for (const line of [
    ...modelLines(size),
    `${countLine([...stateDict.values()].map(({ data }) => data.length))}: ${options.out}`,
    ...(json === undefined ? ["no configuration: open_clip can't build towers of two activations or of own code"] : []),
    ...(json !== undefined && kind === 'clip' ? pythonLines(`${dir || '.'}/${config}.json`, config, options.out) : []),
  ])
    console.log(line);
}

const write = ({ format, out }: ExportOptions, stateDict: StateDict): Promise<void> =>
  format === 'pt' ? writeTorchCheckpoint(out, stateDict) : writeSafetensors(out, stateDict, { format: 'pt' });

const pythonLines = (path: string, config: string, weights: string): string[] => [
  'In Python:',
  `  open_clip.add_model_config(${JSON.stringify(path)})`,
  `  model, _, transform = open_clip.create_model_and_transforms(${JSON.stringify(config)}, ${JSON.stringify(weights)})`,
];
