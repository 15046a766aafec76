import type { Matrix } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';

/** ⟨v_i, t_i⟩ of each pair, [N]. */
export const pairCosines = (image: Matrix, text: Matrix): Float64Array =>
  Float64Array.from({ length: image.rows }, (_, i) => innerProduct(image, i, text, i));
