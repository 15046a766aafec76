// How operands are rounded and packed for the product of bfloat16_tile.h.
#pragma once

#include "bfloat16.h"

#if ALIGNCLIP_HAS_BFLOAT16

namespace alignclip::bfloat16 {

// Pairs of a row of `even` and the next one, 16 columns, of which the first n exist.
template <typename T>
ALIGNCLIP_BFLOAT16_INLINE __m512i RowPairs(const T* even, int64_t stride, bool has_odd, int64_t n) {
  const __mmask16 mask = FirstOf16(n);
  Prefetch(even + 16 * stride);
  Prefetch(even + 17 * stride);
  const __m512i odd = Words(even + stride, has_odd ? mask : 0);
  return _mm512_or_si512(Words(even, mask), _mm512_maskz_slli_epi32(kAll, odd, 16));
}

// 16 rows of 16 words each, transposed.
ALIGNCLIP_BFLOAT16_INLINE void Transpose16(__m512i r[16]) {
  __m512i t[16];
  for (int i = 0; i < 8; i++) {
    t[2 * i] = _mm512_maskz_unpacklo_epi32(kAll, r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm512_maskz_unpackhi_epi32(kAll, r[2 * i], r[2 * i + 1]);
  }
  for (int i = 0; i < 4; i++) {
    r[4 * i] = _mm512_maskz_unpacklo_epi64(kAll64, t[4 * i], t[4 * i + 2]);
    r[4 * i + 1] = _mm512_maskz_unpackhi_epi64(kAll64, t[4 * i], t[4 * i + 2]);
    r[4 * i + 2] = _mm512_maskz_unpacklo_epi64(kAll64, t[4 * i + 1], t[4 * i + 3]);
    r[4 * i + 3] = _mm512_maskz_unpackhi_epi64(kAll64, t[4 * i + 1], t[4 * i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    t[i] = _mm512_maskz_shuffle_i32x4(kAll, r[i], r[i + 4], 0x88);
    t[i + 4] = _mm512_maskz_shuffle_i32x4(kAll, r[i], r[i + 4], 0xdd);
    t[i + 8] = _mm512_maskz_shuffle_i32x4(kAll, r[i + 8], r[i + 12], 0x88);
    t[i + 12] = _mm512_maskz_shuffle_i32x4(kAll, r[i + 8], r[i + 12], 0xdd);
  }
  for (int i = 0; i < 4; i++) {
    r[i] = _mm512_maskz_shuffle_i32x4(kAll, t[i], t[i + 8], 0x88);
    r[i + 8] = _mm512_maskz_shuffle_i32x4(kAll, t[i], t[i + 8], 0xdd);
    r[i + 4] = _mm512_maskz_shuffle_i32x4(kAll, t[i + 4], t[i + 12], 0x88);
    r[i + 12] = _mm512_maskz_shuffle_i32x4(kAll, t[i + 4], t[i + 12], 0xdd);
  }
}

// Columns [column, column + 32) of b in the depth [from, from + depth), as lines of 32 pairs, one line for two of
// depth. `data` are the numbers of b.
template <typename T>
ALIGNCLIP_BFLOAT16 static void PackColumns(const T* data, const Operand& b, int64_t from, int64_t depth, int64_t column,
                                           int64_t columns, uint32_t* to) {
  const int64_t pairs = (depth + 1) / 2;
  for (int64_t j = 0; j < kTileColumns; j += 16) {
    if (!b.transposed) {
      const T* first = data + from * b.stride + column + j;
      for (int64_t p = 0; p < pairs; p++)
        _mm512_store_si512(to + p * kTileColumns + j,
                           RowPairs(first + 2 * p * b.stride, b.stride, 2 * p + 1 < depth, columns - column - j));
      continue;
    }
    for (int64_t p = 0; p < pairs; p += 16) {
      __m512i lines[16];
      for (int i = 0; i < 16; i++) {
        const int64_t at = column + j + i;
        lines[i] =
            at < columns ? Neighbours(data + at * b.stride + from + 2 * p, depth - 2 * p) : _mm512_setzero_si512();
      }
      Transpose16(lines);
      for (int64_t i = 0; i < std::min<int64_t>(16, pairs - p); i++)
        _mm512_store_si512(to + (p + i) * kTileColumns + j, lines[i]);
    }
  }
}

inline void PackColumns(const Operand& b, int64_t from, int64_t depth, int64_t column, int64_t columns, uint32_t* to) {
  if (b.low == nullptr) PackColumns(b.data, b, from, depth, column, columns, to);
  else PackColumns(b.low, b, from, depth, column, columns, to);
}

// `rows` ≤ 14 rows of a from `row` on in the depth [from, from + depth): row by row, or where a is transposed as lines
// of 16 pairs, one line for two of depth. `data` are the numbers of a.
template <typename T>
ALIGNCLIP_BFLOAT16 static void PackRows(const T* data, const Operand& a, int64_t from, int64_t depth, int64_t row,
                                        int64_t rows, uint32_t* to) {
  if (a.transposed) {
    const T* first = data + from * a.stride + row;
    for (int64_t p = 0; 2 * p < depth; p++)
      _mm512_store_si512(to + 16 * p, RowPairs(first + 2 * p * a.stride, a.stride, 2 * p + 1 < depth, rows));
    return;
  }
  for (int64_t i = 0; i < rows; i++) {
    const T* line = data + (row + i) * a.stride + from;
    for (int64_t k = 0; k < depth; k += 32) {
      Prefetch(line + 8 * a.stride + k);
      Prefetch(line + 8 * a.stride + k + 16);
      _mm512_store_si512(to + i * kRowStride + k / 2, Neighbours(line + k, depth - k));
    }
  }
}

inline void PackRows(const Operand& a, int64_t from, int64_t depth, int64_t row, int64_t rows, uint32_t* to) {
  if (a.low == nullptr) PackRows(a.data, a, from, depth, row, rows, to);
  else PackRows(a.low, a, from, depth, row, rows, to);
}

// Where the columns of pairs of rows go: `step` columns to each group, groups `stride` words apart, `line` words a
// pair.
struct Groups {
  uint32_t* words;
  int64_t step, stride, line;
};

// What PackColumns and PackRows do for rows that are not transposed by the product, all `columns` at once, which reads
// memory in its order: pairs [begin, end) of the rows from `from` on in `depth`. `data` are the numbers of x.
template <typename T>
ALIGNCLIP_BFLOAT16 static void PackPairs(const T* data, int64_t row_stride, int64_t from, int64_t depth, int64_t begin,
                                         int64_t end, int64_t columns, const Groups& to) {
  for (int64_t p = begin; p < end; p++) {
    const T* even = data + (from + 2 * p) * row_stride;
    for (int64_t column = 0, group = 0; column < columns; column += to.step, group++)
      for (int64_t j = 0; j < to.line; j += 16)
        _mm512_store_si512(
            to.words + group * to.stride + p * to.line + j,
            RowPairs(even + column + j, row_stride, 2 * p + 1 < depth, std::min(to.step, columns - column) - j));
  }
}

inline void PackPairs(const Operand& x, int64_t from, int64_t depth, int64_t begin, int64_t end, int64_t columns,
                      const Groups& to) {
  if (x.low == nullptr) PackPairs(x.data, x.stride, from, depth, begin, end, columns, to);
  else PackPairs(x.low, x.stride, from, depth, begin, end, columns, to);
}

}  // namespace alignclip::bfloat16

#endif
