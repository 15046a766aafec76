// Crops: a box of each picture, resampled to a square and looked up as floats. Two passes, each rounded to bytes, with
// weights of 22 fractional bits, as Pillow's 8-bit resampling. Weights and look-up table come from outside: the bytes are
// those of the composed form.
#include "op.h"

namespace alignclip::crops {
namespace {

constexpr int kFraction = 22, kHalf = 1 << (kFraction - 1), kBytes = 16;
typedef uint8_t Bytes __attribute__((vector_size(kBytes)));

// One line of the input `crops`. Offsets of taps are into the input `taps`.
struct Crop {
  int32_t offset, row_length, channels, left, top, width, height, across, across_most, down, down_most;
};
constexpr int64_t kNumbers = sizeof(Crop) / sizeof(int32_t);

// Output i sums counts[i] inputs from starts[i] on.
struct Taps {
  Taps(const int32_t* from, int64_t size, int64_t most)
      : starts(from), counts(from + size), weights(from + 2 * size), most(most) {}
  const int32_t *starts, *counts, *weights;
  const int64_t most;
};

// The first n bytes, zeros behind them.
ALIGNCLIP_INLINE Bytes LoadBytes(const uint8_t* from, int64_t n) {
  Bytes bytes = {};
  if (n >= kBytes) std::memcpy(&bytes, from, kBytes);
  else std::memcpy(&bytes, from, n);
  return bytes;
}

// In a loop, because GCC 12 takes __builtin_convertvector apart lane by lane.
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
ALIGNCLIP_INLINE void Shorten(const uint8_t* from, int64_t stride, int64_t bytes, uint8_t* to, int64_t size, const Taps& t) {
  for (int64_t y = 0; y < size; y++, to += bytes) {
    const uint8_t* top = from + t.starts[y] * stride;
    const int32_t* weights = t.weights + y * t.most;
    for (int64_t x = 0; x < bytes; x += kBytes) {
      const int64_t left = bytes - x;
      Integers sums = kHalf - Integers{};
      for (int32_t k = 0; k < t.counts[y]; k++)
        sums += Widen(LoadBytes(top + k * stride + x, left)) * weights[k];
      const Integers wanted = sums < 0 ? Integers{} : sums >> kFraction;
      const Integers clipped = wanted > 255 ? 255 - Integers{} : wanted;
      const Bytes line = __builtin_convertvector(clipped, Bytes);
      if (left >= kBytes) std::memcpy(to + x, &line, kBytes);
      else std::memcpy(to + x, &line, left);
    }
  }
}

// As Pillow chooses; see resampleBytes in packages/datasets.
ALIGNCLIP_INLINE bool VerticalFirst(const Crop& c, int64_t size) {
  return c.height > size && c.height - size > 2 * (c.width - size) && c.width != size;
}

// [rows, columns] of pixels → [rows, size], by way of their transpose in `scratch`.
ALIGNCLIP_INLINE void Narrow(int channels, const uint8_t* from, int64_t stride, int64_t rows, int64_t columns, uint8_t* to,
                             int64_t size, const Taps& taps, uint8_t* scratch) {
  uint8_t* narrowed = scratch + rows * columns * channels;
  TransposeAny(channels, from, stride, rows, columns, scratch);
  Shorten(scratch, rows * channels, rows * channels, narrowed, size, taps);
  TransposeAny(channels, narrowed, rows * channels, size, rows, to);
}

int64_t ScratchBytes(const Crop& c, int64_t size) {
  return 3 * (int64_t{c.width} * c.height + 2 * size * std::max(c.width, c.height));
}

ALIGNCLIP_FAST void Resample(const uint8_t* pixels, const Crop& c, const int32_t* taps, int64_t size, uint8_t* scratch,
                             uint8_t* square) {
  const Taps across(taps + c.across, size, c.across_most), down(taps + c.down, size, c.down_most);
  const int64_t stride = int64_t{c.row_length} * c.channels;
  const uint8_t* corner = pixels + c.offset + c.top * stride + c.left * c.channels;
  uint8_t* more = scratch + size * std::max(c.width, c.height) * c.channels;
  if (VerticalFirst(c, size)) {
    Shorten(corner, stride, c.width * c.channels, scratch, size, down);
    Narrow(c.channels, scratch, c.width * c.channels, size, c.width, square, size, across, more);
  } else {
    Narrow(c.channels, corner, stride, c.height, c.width, scratch, size, across, more);
    Shorten(scratch, size * c.channels, size * c.channels, square, size, down);
  }
}

// [size, size, channels] bytes → [size, size, 3] floats; grey is repeated.
void LookUp(const uint8_t* square, int channels, const float* table, float* out, int64_t size) {
  for (int64_t i = 0; i < size * size; i++, square += channels)
    for (int c = 0; c < 3; c++) out[3 * i + c] = table[256 * c + square[channels == 3 ? c : 0]];
}

class CropsOp : public OpKernel {
 public:
  explicit CropsOp(OpKernelConstruction* c) : OpKernel(c) { OP_REQUIRES_OK(c, c->GetAttr("size", &size_)); }

  void Compute(OpKernelContext* c) override {
    const Tensor &pixels = c->input(0), &lines = c->input(1), &taps = c->input(2), &table = c->input(3);
    ALIGNCLIP_REQUIRE(c, lines.dims() == 2 && lines.dim_size(1) == kNumbers && table.NumElements() == 768,
                      "crops must be [n, 11], table [3, 256]");
    const int64_t count = lines.dim_size(0), size = size_;
    const Crop* crops = reinterpret_cast<const Crop*>(lines.flat<int32_t>().data());
    for (int64_t i = 0; i < count; i++)
      ALIGNCLIP_REQUIRE(c, Inside(crops[i], pixels.NumElements() * 4, taps.flat<int32_t>().data(), taps.NumElements()),
                        "a crop or its weights reach outside");
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({count, size, size, 3}), &out));
    const uint8_t* bytes = reinterpret_cast<const uint8_t*>(pixels.flat<int32_t>().data());
    const int32_t* weights = taps.flat<int32_t>().data();
    const float* values = table.flat<float>().data();
    float* to = out->flat<float>().data();
    Parallel(c, count, 100 * size * size, [=](int64_t begin, int64_t end) {
      std::vector<uint8_t> scratch, square(size * size * 3);
      for (int64_t i = begin; i < end; i++) {
        const Crop& crop = crops[i];
        scratch.resize(std::max<size_t>(scratch.size(), ScratchBytes(crop, size)));
        Resample(bytes, crop, weights, size, scratch.data(), square.data());
        LookUp(square.data(), crop.channels, values, to + i * size * size * 3, size);
      }
    });
  }

 private:
  bool Inside(const Crop& c, int64_t bytes, const int32_t* taps, int64_t count) const {
    const int64_t last = (int64_t{c.top} + c.height - 1) * c.row_length + c.left + c.width;  // pixels up to the last one
    return (c.channels == 1 || c.channels == 3) && c.offset >= 0 && c.left >= 0 && c.top >= 0 && c.width > 0 &&
           c.height > 0 && c.left + int64_t{c.width} <= c.row_length && c.offset + last * c.channels <= bytes &&
           TapsInside(taps, count, c.across, c.across_most, c.width) && TapsInside(taps, count, c.down, c.down_most, c.height);
  }

  bool TapsInside(const int32_t* taps, int64_t count, int64_t from, int64_t most, int64_t inputs) const {
    if (from < 0 || most < 1 || from + size_ * (2 + most) > count) return false;
    for (int64_t i = 0; i < size_; i++) {
      const int64_t start = taps[from + i], length = taps[from + size_ + i];
      if (start < 0 || length < 0 || length > most || start + length > inputs) return false;
    }
    return true;
  }

  int64_t size_;
};

REGISTER_OP("AlignclipCrops")
    .Input("pixels: int32")
    .Input("crops: int32")
    .Input("taps: int32")
    .Input("table: float")
    .Output("images: float")
    .Attr("size: int >= 1")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipCrops").Device(DEVICE_CPU), CropsOp);

}  // namespace
}  // namespace alignclip::crops
