// Crops: a box of each picture, resampled to a square in two passes and looked up as floats. Weights and look-up table
// come from outside: the bytes are those of the composed form.
#include "crop_passes.h"
#include "op.h"

namespace alignclip::crops {
namespace {

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
