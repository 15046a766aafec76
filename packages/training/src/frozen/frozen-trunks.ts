import { cacheFolder, machineArithmetic, sourceHash } from '@alignclip/backend';
import { contentHash, type Encoder, type KeptImages, type Modality, type RawImage } from '@alignclip/core';
import { EmbeddingStore } from '@alignclip/formats';
import type { ParameterStore } from '@alignclip/nn';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ContrastiveModel } from '../contrastive-model';
import type { FeatureRows } from './feature-rows';
import type { FeatureServices } from './feature-services';
import { DecodedFiles, hashNumbers } from './known-images';
import { imageRows, textRows, type RowOptions } from './rows/trunk-rows';
import { isTrunkFrozen, keepsFeatures } from './trunk-plan';

/** The sources of this folder, of which a build has only the JavaScript. */
const here = join(__dirname, '../../src/frozen');

/** Features of the frozen trunks of a model. */
export interface FrozenTrunks {
  readonly image?: FeatureRows<RawImage> | undefined;
  readonly text?: FeatureRows<string> | undefined;
  /** Present where features of images are kept on the disk, for the data set that `evaluated` names. */
  readonly keptImages?: KeptImages | undefined;
}

/** The frozen trunks of a model with its final weights; each row is a function of image or text alone. */
export async function openFrozenTrunks(
  model: ContrastiveModel,
  parameters: ParameterStore,
  services: FeatureServices,
): Promise<FrozenTrunks> {
  const remembers = keepsFeatures();
  const open = async (modality: Modality): Promise<RowOptions> => {
    const folder = remembers ? await folderOf(model, modality, parameters, services) : undefined;
    const store = folder === undefined ? undefined : new EmbeddingStore(folder, model.towerOf(modality).featureWidth!);
    return { store, remembers };
  };
  const isFrozen = (modality: Modality) => isTrunkFrozen(model, modality, parameters);
  const image = isFrozen('image') ? imageRows(model.imageEncoder, services.transform, await open('image')) : undefined;
  return {
    image,
    keptImages: image && keptImages(image, services),
    text: isFrozen('text') ? textRows(model.textEncoder, services.tokenizer, await open('text')) : undefined,
  };
}

/** What is kept about files whose images have features; undefined where features aren't kept on the disk. */
export function openDecodedFiles(
  features: FeatureRows<RawImage>,
  { codeOfData }: FeatureServices,
): DecodedFiles | undefined {
  if (codeOfData === undefined || !features.canRelease) return undefined;
  const name = contentHash({ code: codeOfData(), machine: machineArithmetic() });
  return new DecodedFiles(new EmbeddingStore(cacheFolder('decoded', name.slice(0, 32)), hashNumbers), features);
}

function keptImages(features: FeatureRows<RawImage>, services: FeatureServices): KeptImages | undefined {
  const { evaluated } = services;
  const known = evaluated && openDecodedFiles(features, services);
  return (
    known && {
      knownOf: async (dataset) => (dataset === (await evaluated()) ? known : undefined),
      keyOf: (image) => Buffer.from(features.keyOf(image), 'hex').toString('base64'),
    }
  );
}

/** Names weights, options, code and machine: rows of others are never mixed in. Undefined where the code isn't known. */
export async function folderOf(
  model: ContrastiveModel,
  modality: Modality,
  parameters: ParameterStore,
  { transform, codeOf }: FeatureServices,
  rows: 'rows' | 'groups' = 'rows',
): Promise<string | undefined> {
  if (codeOf === undefined) return undefined;
  const tower: Pick<Encoder<never>, 'trunk' | 'fingerprint'> = model.towerOf(modality);
  const name = contentHash({
    modality,
    weights: trunkHash(tower.trunk ?? Array.from(parameters.entries(), ([address]) => address), parameters),
    files: (await tower.fingerprint?.()) ?? '',
    code: codeOf(modality),
    size: modality === 'image' ? transform.size : 0,
    here: sourceHash(...new Set([join(here, 'rows'), join(here, rows)])),
    machine: machineArithmetic(),
  });
  return cacheFolder('features', name.slice(0, 32));
}

/** Hash of the values of a trunk, whichever strategy located them. */
function trunkHash(trunk: readonly string[], parameters: ParameterStore): string {
  const hash = createHash('sha256');
  for (const address of [...trunk].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))) {
    const variable = parameters.get(address)!;
    const { buffer, byteOffset, byteLength } = variable.dataSync();
    hash.update(`${pathOf(address)} [${variable.shape.join(', ')}]\n`);
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

const pathOf = (address: string): string => address.slice(address.indexOf('/') + 1);
