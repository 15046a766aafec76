import { UserError } from '@alignclip/core';

import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../stored-tensor';
import { checkShape } from './from-open-clip';
import { toOfficial } from './layout';
import { layersUnder, sizeOf, type ModelSize, type OpenClipKind } from './model-size';
import { parameterTable } from './parameter-table';

type Parameters = ReadonlyMap<string, StoredTensor>;

/**
 * Our parameters as the state dict of an open_clip CLIP or an AlignCLIP SharedCLIP, which loads it strictly. A `clip`
 * can be written from any sharing: what both towers share is written twice. A `sharedclip` needs the blocks, post-LN
 * and projection shared; its unused `text.text_projection` is written as zeros.
 * Throws UserError naming addresses that are missing or unexpected.
 */
export function toOpenClip(parameters: Parameters, kind: OpenClipKind): Map<string, StoredTensor> {
  const draft = namesOnly(parameters, kind);
  const missing = draft.filter(({ address }) => find(parameters, address) === undefined).map(({ address }) => address);
  if (missing.length > 0)
    throw new UserError(`the model has no ${missing.slice(0, 20).join(', ')}: it is not a ${kind}`);
  const used = new Set(draft.map(({ address }) => find(parameters, address)?.address));
  const beyond = [...parameters.keys()].filter((address) => !used.has(address));
  if (beyond.length > 0) throw new UserError(`a ${kind} has no parameter for ${beyond.slice(0, 20).join(', ')}`);
  const stateDict = new Map<string, StoredTensor>();
  for (const { official, address, layout } of draft) {
    const tensor = find(parameters, address)!.tensor;
    const { shape, data } = toOfficial({ shape: tensor.shape, data: toFloat32(tensor) }, layout);
    if (elementCount(shape) !== data.length)
      throw new UserError(`parameter "${address}" does not have the shape of a ${kind}`);
    stateDict.set(official, float32Tensor(shape, data));
  }
  const size = sizeOf(stateDict, kind);
  for (const { official, shape } of parameterTable(size)) checkShape(official, stateDict.get(official)!, shape);
  return kind === 'clip' ? stateDict : stateDict.set('text.text_projection', unusedProjection(size));
}

/** The parameter at an address, or at the same path in `shared/`. */
function find(parameters: Parameters, wanted: string): { address: string; tensor: StoredTensor } | undefined {
  const address = parameters.has(wanted) ? wanted : wanted.replace(/^(?:image|text)\//, 'shared/');
  const tensor = parameters.get(address);
  return tensor && { address, tensor };
}

/** The table's rows for as many blocks as the model has; their shapes are placeholders. */
function namesOnly(parameters: Parameters, kind: OpenClipKind) {
  const layers = (tower: string) =>
    layersUnder(
      'blocks/',
      [...parameters.keys()]
        .filter((one) => /^(?:shared|image|text)\//.test(one) && (one.startsWith(tower) || one.startsWith('shared/')))
        .map((one) => one.slice(one.indexOf('/') + 1)),
    );
  const tower = { width: 1, mlpWidth: 1, mlpRatio: 1 };
  return parameterTable({
    kind,
    embeddingWidth: 1,
    image: { ...tower, layers: layers('image/'), patchSize: 1, imageSize: 1 },
    text: { ...tower, layers: layers('text/'), contextLength: 1, vocabularySize: 1 },
  });
}

function unusedProjection({ text, embeddingWidth }: ModelSize): StoredTensor {
  return float32Tensor([text.width, embeddingWidth], new Float32Array(text.width * embeddingWidth));
}
