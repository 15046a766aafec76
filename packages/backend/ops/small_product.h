// Products of matrices small enough for the cache: up to six rows and one SIMD register of columns at a time.
#pragma once

#include "simd.h"

namespace alignclip {

constexpr int64_t kRows = 6;

// out[r, 0..columns) = Σ_k a[r, k] b[k, ·]. `columns` is a multiple of kLanes; `a` has any strides.
template <int rows>
ALIGNCLIP_INLINE void FixedRowsProduct(const float* a, int64_t row_stride, int64_t inner_stride, const float* b,
                                       int64_t b_stride, float* out, int64_t out_stride, int64_t columns,
                                       int64_t inner) {
  for (int64_t j = 0; j < columns; j += kLanes) {
    Floats sums[rows] = {};
    for (int64_t k = 0; k < inner; k++) {
      const Floats line = Load(b + k * b_stride + j);
      for (int r = 0; r < rows; r++) sums[r] += a[r * row_stride + k * inner_stride] * line;
    }
    for (int r = 0; r < rows; r++) Store(out + r * out_stride + j, sums[r]);
  }
}

ALIGNCLIP_INLINE void RowsProduct(int64_t rows, const float* a, int64_t row_stride, int64_t inner_stride,
                                  const float* b, int64_t b_stride, float* out, int64_t out_stride, int64_t columns,
                                  int64_t inner) {
  switch (rows) {
    case 6: return FixedRowsProduct<6>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
    case 5: return FixedRowsProduct<5>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
    case 4: return FixedRowsProduct<4>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
    case 3: return FixedRowsProduct<3>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
    case 2: return FixedRowsProduct<2>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
    default: return FixedRowsProduct<1>(a, row_stride, inner_stride, b, b_stride, out, out_stride, columns, inner);
  }
}

}  // namespace alignclip
