// The two passes that resample a box of an image, each rounded to bytes, with weights of 22 fractional bits, as
// Pillow's 8-bit resampling.
#pragma once

#include <algorithm>

#include "simd.h"

namespace alignclip::crops {
namespace {

constexpr int kFraction = 22, kHalf = 1 << (kFraction - 1), kBytes = 16;
typedef uint8_t Bytes __attribute__((vector_size(kBytes)));

// A box of an image, and where its weights begin in `taps`.
struct Crop {
  int32_t row_length, channels, left, top, width, height, across, across_max, down, down_max;
};
constexpr int64_t kNumbers = sizeof(Crop) / sizeof(int32_t);

// Output i is the weighted sum of counts[i] ≤ max inputs from starts[i] on.
struct Taps {
  Taps(const int32_t* from, int64_t size, int64_t max)
      : starts(from), counts(from + size), weights(from + 2 * size), max(max) {}
  const int32_t *starts, *counts, *weights;
  const int64_t max;
};

// The first n bytes, followed by zeros.
ALIGNCLIP_INLINE Bytes LoadBytes(const uint8_t* from, int64_t n) {
  Bytes bytes = {};
  if (n >= kBytes) std::memcpy(&bytes, from, kBytes);
  else std::memcpy(&bytes, from, n);
  return bytes;
}

// A loop, because GCC 12 compiles __builtin_convertvector lane by lane.
ALIGNCLIP_INLINE Integers Widen(Bytes bytes) {
  uint8_t from[kBytes];
  int32_t to[kBytes];
  std::memcpy(from, &bytes, sizeof from);
  for (int i = 0; i < kBytes; i++) to[i] = from[i];
  Integers wide;
  std::memcpy(&wide, to, sizeof wide);
  return wide;
}

// [rows, columns] of pixels, `stride` bytes a row → [columns, rows].
template <int channels>
ALIGNCLIP_INLINE void Transpose(const uint8_t* from, int64_t stride, int64_t rows, int64_t columns, uint8_t* to) {
  for (int64_t x = 0; x < columns; x++)
    for (int64_t y = 0; y < rows; y++, to += channels) std::memcpy(to, from + y * stride + x * channels, channels);
}

ALIGNCLIP_INLINE void TransposeAny(int channels, const uint8_t* from, int64_t stride, int64_t rows, int64_t columns,
                                   uint8_t* to) {
  if (channels == 3) Transpose<3>(from, stride, rows, columns, to);
  else Transpose<1>(from, stride, rows, columns, to);
}

// Lines of `bytes` bytes, `stride` apart → `size` lines.
ALIGNCLIP_INLINE void Shorten(const uint8_t* from, int64_t stride, int64_t bytes, uint8_t* to, int64_t size,
                              const Taps& t) {
  for (int64_t y = 0; y < size; y++, to += bytes) {
    const uint8_t* top = from + t.starts[y] * stride;
    const int32_t* weights = t.weights + y * t.max;
    for (int64_t x = 0; x < bytes; x += kBytes) {
      const int64_t left = bytes - x;
      Integers sums = kHalf - Integers{};
      for (int32_t k = 0; k < t.counts[y]; k++) sums += Widen(LoadBytes(top + k * stride + x, left)) * weights[k];
      const Integers wanted = sums < 0 ? Integers{} : sums >> kFraction;
      const Integers clipped = wanted > 255 ? 255 - Integers{} : wanted;
      const Bytes line = __builtin_convertvector(clipped, Bytes);
      if (left >= kBytes) std::memcpy(to + x, &line, kBytes);
      else std::memcpy(to + x, &line, left);
    }
  }
}

// The order that Pillow chooses; see resampleBytes in packages/datasets.
ALIGNCLIP_INLINE bool VerticalFirst(const Crop& c, int64_t size) {
  return c.height > size && c.height - size > 2 * (c.width - size) && c.width != size;
}

// [rows, columns] of pixels → [rows, size], through their transpose in `scratch`.
ALIGNCLIP_INLINE void Narrow(int channels, const uint8_t* from, int64_t stride, int64_t rows, int64_t columns,
                             uint8_t* to, int64_t size, const Taps& taps, uint8_t* scratch) {
  uint8_t* narrowed = scratch + rows * columns * channels;
  TransposeAny(channels, from, stride, rows, columns, scratch);
  Shorten(scratch, rows * channels, rows * channels, narrowed, size, taps);
  TransposeAny(channels, narrowed, rows * channels, size, rows, to);
}

int64_t ScratchBytes(const Crop& c, int64_t size) {
  return 3 * (int64_t{c.width} * c.height + 2 * size * std::max(c.width, c.height));
}

ALIGNCLIP_FAST void Resample(const uint8_t* image, const Crop& c, const int32_t* taps, int64_t size, uint8_t* scratch,
                             uint8_t* square) {
  const Taps across(taps + c.across, size, c.across_max), down(taps + c.down, size, c.down_max);
  const int64_t stride = int64_t{c.row_length} * c.channels;
  const uint8_t* corner = image + c.top * stride + c.left * c.channels;
  uint8_t* more = scratch + size * std::max(c.width, c.height) * c.channels;
  if (VerticalFirst(c, size)) {
    Shorten(corner, stride, c.width * c.channels, scratch, size, down);
    Narrow(c.channels, scratch, c.width * c.channels, size, c.width, square, size, across, more);
  } else {
    Narrow(c.channels, corner, stride, c.height, c.width, scratch, size, across, more);
    Shorten(scratch, size * c.channels, size * c.channels, square, size, down);
  }
}

}  // namespace
}  // namespace alignclip::crops
