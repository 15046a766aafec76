// bfloat16 on processors with AVX512-BF16: what a compiler knows and a processor has, and how float32 numbers are
// rounded (to nearest, ties to even). Numbers below 2^-126 count as zero.
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

// A matrix in memory, or the transposed one of it. Where `low` is set, its numbers are bfloat16.
struct Operand {
  const float* data;
  int64_t stride;  // of a row in memory
  bool transposed;
  const uint16_t* low = nullptr;
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

// The first n of 32.
ALIGNCLIP_BFLOAT16_INLINE __mmask32 FirstOf32(int64_t n) {
  return n >= 32 ? 0xffffffff : n <= 0 ? 0 : static_cast<__mmask32>((1u << n) - 1);
}

// 16 numbers in bfloat16, each in the lower half of a word.
ALIGNCLIP_BFLOAT16_INLINE __m512i Words(const float* from, __mmask16 mask) {
  return _mm512_maskz_cvtepu16_epi32(kAll, (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(mask, from)));
}
ALIGNCLIP_BFLOAT16_INLINE __m512i Words(const uint16_t* from, __mmask16 mask) {
  return _mm512_maskz_cvtepu16_epi32(kAll, _mm256_maskz_loadu_epi16(mask, from));
}

// 16 pairs of neighbours from 32 numbers, of which the first n exist.
ALIGNCLIP_BFLOAT16_INLINE __m512i Neighbours(const float* from, int64_t n) {
  const __m512 low = _mm512_maskz_loadu_ps(FirstOf16(n), from);
  const __m512 high = _mm512_maskz_loadu_ps(FirstOf16(n - 16), from + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}
ALIGNCLIP_BFLOAT16_INLINE __m512i Neighbours(const uint16_t* from, int64_t n) {
  return _mm512_maskz_loadu_epi16(FirstOf32(n), from);
}

// The first n of 16 numbers, followed by zeros, and into memory.
ALIGNCLIP_BFLOAT16_INLINE __m512 LoadLow(const uint16_t* from, int64_t n) {
  return (__m512)_mm512_maskz_slli_epi32(kAll, Words(from, FirstOf16(n)), 16);
}
ALIGNCLIP_BFLOAT16_INLINE void StoreLow(uint16_t* to, __m512 numbers, int64_t n) {
  _mm256_mask_storeu_epi16(to, FirstOf16(n), (__m256i)_mm512_cvtneps_pbh(numbers));
}

ALIGNCLIP_BFLOAT16_INLINE void Prefetch(const void* from) { _mm_prefetch(static_cast<const char*>(from), _MM_HINT_T0); }

#endif

}  // namespace alignclip::bfloat16
