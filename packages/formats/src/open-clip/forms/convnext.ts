import type { ParameterShapes } from '../parameter-shapes';
import { mlpRows, normRows, type Row } from './blocks';
import { headForm, headRows, type HeadForm } from './head';

/** What the parameters of a ConvNeXt determine, in the words of the component's options. */
export interface ConvNextForm extends HeadForm {
  readonly type: 'convnext';
  /** Not told by the parameters; 224 is assumed. */
  readonly imageSize: number;
  readonly patchSize: number;
  readonly depths: readonly number[];
  readonly widths: readonly number[];
}

export const isConvNext = (shapes: ParameterShapes): boolean => shapes.has('image/stages/0/blocks/0/depthwise/kernel');

/** Reads the form of the image tower. Throws UserError naming a parameter that is missing or has another rank. */
export function convNextForm(shapes: ParameterShapes): ConvNextForm {
  const [patchSize = 0] = shapes.of('image/stem/kernel', 4);
  const stages = Array.from({ length: shapes.count('image/stages/') }, (_, stage) => `image/stages/${stage}/blocks/`);
  const widths = stages.map((blocks) => shapes.of(`${blocks}0/depthwise/kernel`, 4)[2]!);
  return {
    type: 'convnext',
    imageSize: 224,
    patchSize,
    depths: stages.map((blocks) => shapes.count(blocks)),
    widths,
    ...headForm(shapes, 'image', widths.at(-1)!),
  };
}

/** All parameters of the image tower. */
export function convNextRows(form: ConvNextForm): Row[] {
  const { patchSize, depths, widths } = form;
  const stages = widths.flatMap((width, stage) => {
    const path = `image/stages/${stage}`;
    const before = widths[stage - 1];
    const down =
      before === undefined ? [] : [...normRows(`${path}/down-norm`, before), ...filters(path, before, width)];
    const blocks = Array.from({ length: depths[stage]! }, (_, i) => blockRows(`${path}/blocks/${i}`, width));
    return [...down, ...blocks.flat()];
  });
  return [
    ['image/stem/kernel', [patchSize, patchSize, 3, widths[0]!]],
    ['image/stem/bias', [widths[0]!]],
    ...normRows('image/stem-norm', widths[0]!),
    ...stages,
    ...normRows('image/post-norm', widths.at(-1)!),
    ...headRows('image', widths.at(-1)!, form),
  ];
}

const filters = (path: string, inputs: number, outputs: number): Row[] => [
  [`${path}/down/kernel`, [2, 2, inputs, outputs]],
  [`${path}/down/bias`, [outputs]],
];

const blockRows = (path: string, width: number): Row[] => [
  [`${path}/depthwise/kernel`, [7, 7, width, 1]],
  [`${path}/depthwise/bias`, [width]],
  ...normRows(`${path}/norm`, width),
  ...mlpRows(`${path}/mlp`, width, 4 * width),
  [`${path}/scale`, [width]],
];
