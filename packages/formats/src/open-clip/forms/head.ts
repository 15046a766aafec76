import type { ParameterShapes } from '../parameter-shapes';
import { linearRows, type Row } from './blocks';

/** What stands between a tower's features and the shared space. */
export interface HeadForm {
  readonly embeddingWidth: number;
  readonly projection: 'linear' | 'mlp' | 'none';
  readonly projectionBias: boolean;
}

/** Reads the projection of a tower whose features have this width. */
export function headForm(shapes: ParameterShapes, folder: string, width: number): HeadForm {
  const output = `${folder}/projection/output`;
  if (shapes.has(`${output}/kernel`) || shapes.has(`${folder}/projection/input/kernel`)) {
    const [, embeddingWidth = 0] = shapes.of(`${output}/kernel`, 2);
    return { embeddingWidth, projection: 'mlp', projectionBias: shapes.has(`${output}/bias`) };
  }
  const isLinear = shapes.has(`${folder}/projection`);
  const [, embeddingWidth = 0] = isLinear ? shapes.of(`${folder}/projection`, 2) : [0, width];
  const projectionBias = shapes.has(`${folder}/projection-bias`);
  return { embeddingWidth, projection: isLinear || projectionBias ? 'linear' : 'none', projectionBias };
}

export function headRows(
  folder: string,
  width: number,
  { embeddingWidth, projection, projectionBias }: HeadForm,
): Row[] {
  if (projection === 'none') return [];
  const bias = (path: string): Row[] => (projectionBias ? [[path, [embeddingWidth]]] : []);
  if (projection === 'linear')
    return [[`${folder}/projection`, [width, embeddingWidth]], ...bias(`${folder}/projection-bias`)];
  return [
    ...linearRows(`${folder}/projection/input`, width, 2 * embeddingWidth),
    [`${folder}/projection/output/kernel`, [2 * embeddingWidth, embeddingWidth]],
    ...bias(`${folder}/projection/output/bias`),
  ];
}
