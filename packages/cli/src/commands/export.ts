import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import {
  exportedModel,
  foldedMaps,
  type ExportedModel,
  hyperParameterMetadata,
  type HyperParameters,
  readModelFile,
} from '@alignclip/experiment';
import {
  addressedForm,
  openClipConfig,
  type ModelKind,
  type StateDict,
  toldForm,
  toOpenClip,
  writeFileAtomic,
  writeSafetensors,
  writeTorchCheckpoint,
} from '@alignclip/formats';
import { type Command, Option } from 'commander';
import { parse } from 'node:path';
import { writeHubFolder } from '../checkpoint/hub-folder';
import { countLine, modelLines } from '../checkpoint/summary';
import { withHyperParameters, givenHyperParameters, type HyperParameterOptions } from '../options/hyper-parameters';
import { mapSpecs, withMaps, type MapOptions } from '../options/map-options';
import { withRun, isModelFile, openRunOf, type RunOptions } from '../options/model-options';

interface ExportOptions extends ExportSource {
  readonly to: 'open-clip' | 'alignclip' | 'hugging-face';
  readonly format?: 'pt' | 'safetensors';
  readonly out: string;
}

const kinds = { 'open-clip': 'clip', alignclip: 'sharedclip' } as const satisfies Record<string, ModelKind>;

export function exportCommand(program: Command): void {
  withMaps(withHyperParameters(withRun(program.command('export'))))
    .requiredOption('--out <file>', 'checkpoint to write; for hugging-face a folder')
    .addOption(
      new Option('--to <code>', 'parameter names of which code')
        .choices([...Object.keys(kinds), 'hugging-face'])
        .default('open-clip'),
    )
    .addOption(
      new Option('--format <format>', 'file format (default: pt; safetensors for hugging-face)').choices([
        'pt',
        'safetensors',
      ]),
    )
    .action(exportAs);
}

async function exportAs(reference: string, { to, ...options }: ExportOptions): Promise<void> {
  const exported = await modelToExport(reference, options);
  await (to === 'hugging-face' ? writeHubFolder(exported, options) : writeModel(exported, kinds[to], options));
}

type Place = Pick<ExportOptions, 'format' | 'out'>;

async function writeModel(
  { parameters, hyperParameters }: ExportedModel,
  kind: ModelKind,
  options: Place,
): Promise<void> {
  const told = hyperParameters ?? {};
  const stateDict = toOpenClip(parameters, kind, told);
  const form = toldForm(addressedForm(parameters, kind), told);
  const { dir, name } = parse(options.out);
  const config = `${name}-config`;
  await write(options, stateDict, hyperParameters);
  const official = hyperParameters && openClipConfig(form, hyperParameters);
  const json = official ?? (hyperParameters && { alignclip: hyperParameters });
  if (json) await writeFileAtomic(`${dir || '.'}/${config}.json`, `${JSON.stringify(json, null, 2)}\n`);
  for (const line of [
    ...modelLines(form),
    `${countLine([...stateDict.values()].map(({ data }) => data.length))}: ${options.out}`,
    ...(official === undefined
      ? [
          "no configuration for open_clip: it can't build these towers from one; load the weights into a model of your own",
        ]
      : []),
    ...(official !== undefined && kind === 'clip'
      ? pythonLines(`${dir || '.'}/${config}.json`, config, `${JSON.stringify(options.out)}${meanOf(told)}`)
      : []),
  ])
    console.log(line);
}

const write = ({ format, out }: Place, stateDict: StateDict, told: HyperParameters | undefined): Promise<void> =>
  format === 'safetensors'
    ? writeSafetensors(out, stateDict, { format: 'pt', ...(told && hyperParameterMetadata(told)) })
    : writeTorchCheckpoint(out, stateDict);

/** The normalisation of images, where it isn't CLIP's. */
const meanOf = ({ pixels }: Partial<HyperParameters>): string =>
  pixels === 'half' ? ', image_mean=(0.5, 0.5, 0.5), image_std=(0.5, 0.5, 0.5)' : '';

const pythonLines = (path: string, config: string, weights: string): string[] => [
  'In Python:',
  `  open_clip.add_model_config(${JSON.stringify(path)})`,
  `  model, _, transform = open_clip.create_model_and_transforms(${JSON.stringify(config)}, ${weights})`,
];

type ExportSource = RunOptions & HyperParameterOptions & MapOptions;

/** The weights of a run by its record, or of a file with a whole model. Throws UserError if it is neither. */
async function modelToExport(reference: string, source: ExportSource): Promise<ExportedModel> {
  const wish = givenHyperParameters(source);
  if (isModelFile(reference)) {
    if (source.map !== undefined)
      throw new UserError('--map: a map is fitted on the data of a run, which a checkpoint alone lacks; name a run');
    const { parameters, hyperParameters } = await readModelFile(reference, wish, source.weights);
    return { parameters: new Map(parameters), hyperParameters };
  }
  await selectBackend();
  const opened = await openRunOf(reference, source);
  const exported = await exportedModel(opened, await foldedMaps(opened, mapSpecs(opened.registry, source)));
  return { ...exported, hyperParameters: exported.hyperParameters && { ...exported.hyperParameters, ...wish } };
}
