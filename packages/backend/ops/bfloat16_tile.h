// A tile of a product, at most 14 × 32 numbers, from packed rows and columns: sums in float32 registers over the whole
// packed depth, from first to last.
#pragma once

#include "bfloat16.h"

#if ALIGNCLIP_HAS_BFLOAT16

namespace alignclip::bfloat16 {

// Where a tile goes: c [·, columns of the tile], with the number of columns that exist.
struct Target {
  float* c;
  int64_t stride;
  int64_t columns;
  bool adds;     // to what is there
  bool streams;  // past the cache; c must be aligned to 64 bytes
};

// One row of sums into the result.
ALIGNCLIP_BFLOAT16_INLINE void StoreRow(float* c, const Target& to, __m512 left, __m512 right) {
  const __mmask16 first = FirstOf16(to.columns), second = FirstOf16(to.columns - 16);
  if (to.adds) {
    left = _mm512_add_ps(left, _mm512_maskz_loadu_ps(first, c));
    right = _mm512_add_ps(right, _mm512_maskz_loadu_ps(second, c + 16));
  }
  if (to.streams) {
    _mm512_stream_ps(c, left);
    _mm512_stream_ps(c + 16, right);
    return;
  }
  _mm512_mask_storeu_ps(c, first, left);
  _mm512_mask_storeu_ps(c + 16, second, right);
}

template <int rows, bool transposed>
ALIGNCLIP_BFLOAT16 static void FixedTile(const uint32_t* a, const uint32_t* b, int64_t pairs, const Target& to) {
  __m512 sums[rows][2];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) sums[i][0] = sums[i][1] = _mm512_setzero_ps();
  for (int64_t p = 0; p < pairs; p++, b += kTileColumns) {
    const __m512bh left = (__m512bh)_mm512_load_si512(b), right = (__m512bh)_mm512_load_si512(b + 16);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const uint32_t* at = transposed ? a + 16 * p + i : a + i * kRowStride + p;
      const __m512bh pair = (__m512bh)_mm512_set1_epi32(static_cast<int32_t>(*at));
      sums[i][0] = _mm512_dpbf16_ps(sums[i][0], pair, left);
      sums[i][1] = _mm512_dpbf16_ps(sums[i][1], pair, right);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) StoreRow(to.c + i * to.stride, to, sums[i][0], sums[i][1]);
}

// The tile with this number of rows, 1 to 14.
template <bool transposed, int rows = kTileRows>
static void Tile(int64_t wanted, const uint32_t* a, const uint32_t* b, int64_t pairs, const Target& to) {
  if (wanted == rows) return FixedTile<rows, transposed>(a, b, pairs, to);
  if constexpr (rows > 1) Tile<transposed, rows - 1>(wanted, a, b, pairs, to);
}

}  // namespace alignclip::bfloat16

#endif
