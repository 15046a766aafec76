/** The two kinds of input that CLIP embeds into one space. */
export type Modality = 'image' | 'text';

export const modalities: readonly Modality[] = ['image', 'text'];
