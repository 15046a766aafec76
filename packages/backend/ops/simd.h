// SIMD arithmetic on sixteen floats at a time, in GCC's and Clang's portable vector notation: one AVX-512 register, two
// AVX, four SSE or NEON ones. `ALIGNCLIP_FAST` functions exist once per instruction set; the loader picks by the
// processor.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#pragma GCC diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)
#define ALIGNCLIP_FAST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ALIGNCLIP_FAST
#endif
#define ALIGNCLIP_INLINE static inline __attribute__((always_inline))

namespace alignclip {

constexpr int kLanes = 16;
typedef float Floats __attribute__((vector_size(64)));
typedef int32_t Integers __attribute__((vector_size(64)));

ALIGNCLIP_INLINE int64_t RoundUp(int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

ALIGNCLIP_INLINE Floats Broadcast(float value) { return value - Floats{}; }

ALIGNCLIP_INLINE Floats Load(const float* from) {
  Floats v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

ALIGNCLIP_INLINE void Store(float* to, Floats v) { std::memcpy(to, &v, sizeof v); }

// The first n numbers, followed by zeros.
ALIGNCLIP_INLINE Floats LoadPart(const float* from, int64_t n) {
  if (n >= kLanes) return Load(from);
  Floats v = {};
  std::memcpy(&v, from, static_cast<size_t>(n) * sizeof(float));
  return v;
}

ALIGNCLIP_INLINE void StorePart(float* to, Floats v, int64_t n) {
  if (n >= kLanes) return Store(to, v);
  std::memcpy(to, &v, static_cast<size_t>(n) * sizeof(float));
}

ALIGNCLIP_INLINE Integers LaneNumbers() { return Integers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }

// `v` in the first n lanes, `other` in the rest.
ALIGNCLIP_INLINE Floats FirstLanes(Floats v, int64_t n, float other) {
  const Integers limit = static_cast<int32_t>(n > kLanes ? kLanes : n) - Integers{};
  return LaneNumbers() < limit ? v : Broadcast(other);
}

ALIGNCLIP_INLINE Floats Max(Floats a, Floats b) { return a > b ? a : b; }

ALIGNCLIP_INLINE float SumLanes(Floats v) {
  float lanes[kLanes];
  Store(lanes, v);
  for (int half = kLanes / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

ALIGNCLIP_INLINE float MaxLane(Floats v) {
  float lanes[kLanes];
  Store(lanes, v);
  for (int half = kLanes / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
  return lanes[0];
}

// e^x to about one unit in the last place (Cephes' expf); not below the smallest normal number.
ALIGNCLIP_INLINE Floats Exp(Floats x) {
  x = x < -87.33f ? Broadcast(-87.33f) : x;
  x = x > 88.37f ? Broadcast(88.37f) : x;
  const Floats magic = Broadcast(12582912.0f);  // 1.5 · 2^23: adding it rounds to a whole number
  const Floats rounded = x * 1.44269504088896341f + magic;
  const Floats n = rounded - magic;
  const Floats r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Floats p = Broadcast(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  Integers bits, rounded_bits, magic_bits;
  std::memcpy(&bits, &p, sizeof bits);
  std::memcpy(&rounded_bits, &rounded, sizeof bits);
  std::memcpy(&magic_bits, &magic, sizeof bits);
  bits += (rounded_bits - magic_bits) << 23;
  std::memcpy(&p, &bits, sizeof bits);
  return x == x ? p : x;
}

// erf(x) by the rational approximation of Eigen and XLA on [-4, 4]; outside it is ±1 in float32.
ALIGNCLIP_INLINE Floats Erf(Floats x) {
  const Floats original = x;
  x = x > 4.0f ? Broadcast(4.0f) : x;
  x = x < -4.0f ? Broadcast(-4.0f) : x;
  const Floats s = x * x;
  Floats p = Broadcast(-2.72614225801306e-10f);
  p = p * s + 2.77068142495902e-08f;
  p = p * s - 2.10102402082508e-06f;
  p = p * s - 5.69250639462346e-05f;
  p = p * s - 7.34990630326855e-04f;
  p = p * s - 2.95459980854025e-03f;
  p = p * s - 1.60960333262415e-02f;
  Floats q = Broadcast(-1.45660718464996e-05f);
  q = q * s - 2.13374055278905e-04f;
  q = q * s - 1.68282697438203e-03f;
  q = q * s - 7.37332916720468e-03f;
  q = q * s - 1.42647390514189e-02f;
  return original == original ? x * p / q : original;
}

// The normal distribution function.
ALIGNCLIP_INLINE Floats Cumulative(Floats x) { return 0.5f + 0.5f * Erf(x * 0.70710678118654752f); }

}  // namespace alignclip
