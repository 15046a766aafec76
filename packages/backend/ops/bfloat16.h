// bfloat16 on processors with AVX512-BF16: what a compiler knows and a processor has, and how float32 numbers are
// rounded (to nearest, ties to even) and packed for the product of bfloat16_tile.h. Numbers below 2^-126 count as zero.
#pragma once

#include <algorithm>
#include <cstdint>

#if defined(__x86_64__) && (defined(__clang__) ? __clang_major__ >= 12 : __GNUC__ >= 11)
#define ALIGNCLIP_HAS_BFLOAT16 1
#include <immintrin.h>
#define ALIGNCLIP_BFLOAT16 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16")))
#define ALIGNCLIP_BFLOAT16_INLINE ALIGNCLIP_BFLOAT16 static inline __attribute__((always_inline))
#else
#define ALIGNCLIP_HAS_BFLOAT16 0
#endif

namespace alignclip::bfloat16 {

// A matrix in memory, or the transposed one of it.
struct Operand {
  const float* data;
  int64_t stride;  // of a row in memory
  bool transposed;
};

// The sizes of a tile of the result, the depth that is summed in registers, and the 32-bit pairs of what is packed for
// one tile: rows of a with a cache line between them, so that they don't meet in one set of the cache; columns of b.
constexpr int64_t kTileRows = 14, kTileColumns = 32, kDepth = 256;
constexpr int64_t kRowStride = kDepth / 2 + 16;
constexpr int64_t kRowWords = std::max(kTileRows * kRowStride, 16 * (kDepth / 2));
constexpr int64_t kColumnWords = kTileColumns * (kDepth / 2);

inline bool Supported() {
#if ALIGNCLIP_HAS_BFLOAT16
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

#if ALIGNCLIP_HAS_BFLOAT16

// Masks of all lanes: GCC warns of the undefined lanes inside the unmasked forms.
constexpr __mmask16 kAll = 0xffff;
constexpr __mmask8 kAll64 = 0xff;

// The first n of 16 lanes.
ALIGNCLIP_BFLOAT16_INLINE __mmask16 FirstOf16(int64_t n) {
  return n >= 16 ? 0xffff : n <= 0 ? 0 : static_cast<__mmask16>((1u << n) - 1);
}

// Pairs (even_i, odd_i) of two vectors of 16 numbers.
ALIGNCLIP_BFLOAT16_INLINE __m512i Pairs(__m512 even, __m512 odd) {
  const __m512i low = _mm512_maskz_cvtepu16_epi32(kAll, (__m256i)_mm512_cvtneps_pbh(even));
  const __m512i high = _mm512_maskz_cvtepu16_epi32(kAll, (__m256i)_mm512_cvtneps_pbh(odd));
  return _mm512_or_si512(low, _mm512_maskz_slli_epi32(kAll, high, 16));
}

// 16 pairs of neighbours from 32 numbers, of which the first n exist.
ALIGNCLIP_BFLOAT16_INLINE __m512i Neighbours(const float* from, int64_t n) {
  const __m512 low = _mm512_maskz_loadu_ps(FirstOf16(n), from);
  const __m512 high = _mm512_maskz_loadu_ps(FirstOf16(n - 16), from + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

ALIGNCLIP_BFLOAT16_INLINE void Prefetch(const float* from) {
  _mm_prefetch(reinterpret_cast<const char*>(from), _MM_HINT_T0);
}

// Pairs of rows 2p and 2p + 1 of `from`, 16 columns from `column` on; rows and columns that don't exist are zero.
ALIGNCLIP_BFLOAT16_INLINE __m512i RowPairs(const Operand& x, int64_t row, bool has_odd, int64_t column,
                                           int64_t columns) {
  const float* even = x.data + row * x.stride + column;
  const __mmask16 mask = FirstOf16(columns);
  Prefetch(even + 16 * x.stride);
  Prefetch(even + 17 * x.stride);
  return Pairs(_mm512_maskz_loadu_ps(mask, even), _mm512_maskz_loadu_ps(has_odd ? mask : 0, even + x.stride));
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
// depth.
ALIGNCLIP_BFLOAT16 static void PackColumns(const Operand& b, int64_t from, int64_t depth, int64_t column,
                                           int64_t columns, uint32_t* to) {
  const int64_t pairs = (depth + 1) / 2;
  for (int64_t j = 0; j < kTileColumns; j += 16) {
    if (!b.transposed) {
      for (int64_t p = 0; p < pairs; p++)
        _mm512_store_si512(to + p * kTileColumns + j,
                           RowPairs(b, from + 2 * p, 2 * p + 1 < depth, column + j, columns - column - j));
      continue;
    }
    for (int64_t p = 0; p < pairs; p += 16) {
      __m512i lines[16];
      for (int i = 0; i < 16; i++) {
        const int64_t at = column + j + i;
        lines[i] =
            at < columns ? Neighbours(b.data + at * b.stride + from + 2 * p, depth - 2 * p) : _mm512_setzero_si512();
      }
      Transpose16(lines);
      for (int64_t i = 0; i < std::min<int64_t>(16, pairs - p); i++)
        _mm512_store_si512(to + (p + i) * kTileColumns + j, lines[i]);
    }
  }
}

// `rows` ≤ 14 rows of a from `row` on in the depth [from, from + depth): row by row, or where a is transposed as lines
// of 16 pairs, one line for two of depth.
ALIGNCLIP_BFLOAT16 static void PackRows(const Operand& a, int64_t from, int64_t depth, int64_t row, int64_t rows,
                                        uint32_t* to) {
  if (a.transposed) {
    for (int64_t p = 0; 2 * p < depth; p++)
      _mm512_store_si512(to + 16 * p, RowPairs(a, from + 2 * p, 2 * p + 1 < depth, row, rows));
    return;
  }
  for (int64_t i = 0; i < rows; i++) {
    const float* line = a.data + (row + i) * a.stride + from;
    for (int64_t k = 0; k < depth; k += 32) {
      Prefetch(line + 8 * a.stride + k);
      Prefetch(line + 8 * a.stride + k + 16);
      _mm512_store_si512(to + i * kRowStride + k / 2, Neighbours(line + k, depth - k));
    }
  }
}

#endif

}  // namespace alignclip::bfloat16
