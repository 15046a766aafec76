import type { ModelForm } from './model-form';
import { officialConfigurations } from './official-configurations';

/** Everything of a form by which open_clip's configurations differ, heads and activation apart. */
function signature({ kind, image, text, embeddingWidth }: ModelForm): string {
  const towers = [embeddingWidth, text.width, text.layers, text.contextLength, text.vocabularySize].join();
  return `${kind} ${imageSignature(image)} ${towers}`;
}

const families = { 'class-token': 'vit', mean: 'vit', map: 'siglip', query: 'coca' } as const;

function imageSignature(image: ModelForm['image']): string {
  if (image.type === 'convnext') return `convnext ${image.depths.join()} ${image.widths.join()} ${image.projection}`;
  if (image.type === 'modified-resnet') return `resnet ${image.layers.join()} ${image.width} ${image.imageSize}`;
  const { imageSize, patchSize, width, layers, pooling } = image;
  return `${families[pooling]} ${[imageSize, patchSize, width, layers].join()}`;
}

/** Names of the configurations with these sizes; more than one where they differ in what the weights don't tell. */
export function knownAs(form: ModelForm): string[] {
  const own = signature(form);
  const names = officialConfigurations.filter(([, signed]) => signed === own).map(([name]) => name);
  return names.sort((a, b) => a.length - b.length);
}

/** Head widths of open_clip's towers by tower width; 64 elsewhere. Source: open_clip 3.3.0, model_configs; timm 1.0. */
const imageHeadWidths: Readonly<Record<number, number>> = {
  1152: 72,
  1280: 80,
  1408: 88,
  1536: 96,
  1664: 104,
  1792: 112,
};

/** The number of heads that open_clip gives towers of these widths; weights don't determine it. */
export const usualHeads = ({ image, text }: ModelForm): { readonly image: number; readonly text: number } => ({
  image: usualImageHeads(image),
  text: headCount(text.width, text.width === 1152 ? 72 : 64),
});

function usualImageHeads(image: ModelForm['image']): number {
  if (image.type === 'convnext') return 1;
  if (image.type === 'modified-resnet') return headCount(image.width * 2 ** (image.layers.length + 1), 64);
  return headCount(image.width, imageHeadWidths[image.width] ?? 64);
}

const headCount = (width: number, headWidth: number): number => Math.max(1, Math.floor(width / headWidth));
