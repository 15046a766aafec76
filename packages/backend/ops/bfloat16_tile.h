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
  bool streams;  // past the cache; rows must be aligned to 64 bytes, and all columns of a tile exist
  // Where it is set, the sums, with the bias [columns] added unless that is null, are rounded and go here instead.
  uint16_t* low = nullptr;
  int64_t low_stride = 0;
  const float* bias = nullptr;
};

template <int halves>
ALIGNCLIP_BFLOAT16_INLINE void StoreLowRow(uint16_t* c, const Target& to, const __m512 (&sums)[halves]) {
  __m512 all[2] = {sums[0], sums[halves - 1]};
  if (to.bias != nullptr) {
#pragma GCC unroll 2
    for (int h = 0; h < halves; h++)
      all[h] = _mm512_add_ps(all[h], _mm512_maskz_loadu_ps(FirstOf16(to.columns - 16 * h), to.bias + 16 * h));
  }
  const __m512i rounded = (__m512i)_mm512_cvtne2ps_pbh(all[1], all[0]);
  if (to.streams) _mm512_stream_si512(reinterpret_cast<__m512i*>(c), rounded);
  else _mm512_mask_storeu_epi16(c, FirstOf32(to.columns), rounded);
}

// Row i of sums into the result.
template <int halves>
ALIGNCLIP_BFLOAT16_INLINE void StoreRow(int64_t i, const Target& to, const __m512 (&sums)[halves]) {
  float* c = to.c + i * to.stride;
  __m512 all[halves];
#pragma GCC unroll 2
  for (int h = 0; h < halves; h++) {
    const __mmask16 mask = FirstOf16(to.columns - 16 * h);
    all[h] = to.adds ? _mm512_add_ps(sums[h], _mm512_maskz_loadu_ps(mask, c + 16 * h)) : sums[h];
  }
  if (to.low != nullptr) return StoreLowRow<halves>(to.low + i * to.low_stride, to, all);
#pragma GCC unroll 2
  for (int h = 0; h < halves; h++) {
    if (to.streams) _mm512_stream_ps(c + 16 * h, all[h]);
    else _mm512_mask_storeu_ps(c + 16 * h, FirstOf16(to.columns - 16 * h), all[h]);
  }
}

// `halves`: 2, or 1 where the tile has at most 16 columns.
template <int rows, int halves, bool transposed>
ALIGNCLIP_BFLOAT16 static void FixedTile(const uint32_t* a, const uint32_t* b, int64_t pairs, const Target& to) {
  __m512 sums[rows][halves];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 2
    for (int h = 0; h < halves; h++) sums[i][h] = _mm512_setzero_ps();
  for (int64_t p = 0; p < pairs; p++, b += kTileColumns) {
    __m512bh lines[halves];
#pragma GCC unroll 2
    for (int h = 0; h < halves; h++) lines[h] = (__m512bh)_mm512_load_si512(b + 16 * h);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const uint32_t* at = transposed ? a + 16 * p + i : a + i * kRowStride + p;
      const __m512bh pair = (__m512bh)_mm512_set1_epi32(static_cast<int32_t>(*at));
#pragma GCC unroll 2
      for (int h = 0; h < halves; h++) sums[i][h] = _mm512_dpbf16_ps(sums[i][h], pair, lines[h]);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) StoreRow<halves>(i, to, sums[i]);
}

// The tile with this number of rows, 1 to 14.
template <bool transposed, int rows = kTileRows>
static void Tile(int64_t wanted, const uint32_t* a, const uint32_t* b, int64_t pairs, const Target& to) {
  if (wanted == rows) {
    if (to.columns > kTileColumns / 2) return FixedTile<rows, 2, transposed>(a, b, pairs, to);
    return FixedTile<rows, 1, transposed>(a, b, pairs, to);
  }
  if constexpr (rows > 1) Tile<transposed, rows - 1>(wanted, a, b, pairs, to);
}

}  // namespace alignclip::bfloat16

#endif
