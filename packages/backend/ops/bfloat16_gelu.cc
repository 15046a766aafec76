// Bfloat16Gelu: the exact GELU, z Φ(z), of rows in bfloat16, and its gradient, which returns the value too
// (bias_gelu.cc). Sums of the gradient's columns are those of its numbers before they are rounded.
#include "bfloat16.h"
#include "bfloat16_tensor.h"

namespace alignclip::bfloat16 {
namespace {

#if ALIGNCLIP_HAS_BFLOAT16

ALIGNCLIP_BFLOAT16 void Gelu(const uint16_t* z, uint16_t* y, int64_t n) {
  for (int64_t j = 0; j < n; j += kLanes) {
    const Floats x = (Floats)LoadLow(z + j, n - j);
    StoreLow(y + j, (__m512)(x * Cumulative(x)), n - j);
  }
}

struct GeluRows {
  const uint16_t *z, *dy;
  uint16_t *dz, *y;
};

// Adds to dbias, which is padded to whole SIMD registers.
ALIGNCLIP_BFLOAT16 void GeluGradient(GeluRows r, float* dbias, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, r.z += n, r.dy += n, r.dz += n, r.y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats z = (Floats)LoadLow(r.z + j, n - j);
      const Floats density = 0.39894228040143268f * Exp(-0.5f * z * z), below = Cumulative(z);
      const Floats g = (Floats)LoadLow(r.dy + j, n - j) * (below + z * density);
      StoreLow(r.y + j, (__m512)(z * below), n - j);
      StoreLow(r.dz + j, (__m512)g, n - j);
      Store(dbias + j, Load(dbias + j) + g);
    }
}

#else

struct GeluRows {
  const uint16_t *z, *dy;
  uint16_t *dz, *y;
};
void Gelu(const uint16_t*, uint16_t*, int64_t) {}
void GeluGradient(GeluRows, float*, int64_t, int64_t) {}

#endif

class GeluOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Supported(), "this processor has no AVX512-BF16");
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, c->input(0).shape(), &out));
    const uint16_t* z = LowNumbers(c->input(0));
    uint16_t* y = LowNumbers(*out);
    constexpr int64_t kPiece = 4096;
    const int64_t total = 2 * out->NumElements();
    Parallel(c, (total + kPiece - 1) / kPiece, 2 * kPiece, [=](int64_t begin, int64_t end) {
      Gelu(z + begin * kPiece, y + begin * kPiece, std::min(total, end * kPiece) - begin * kPiece);
    });
  }
};

class GeluGradOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Supported(), "this processor has no AVX512-BF16");
    const TensorShape& shape = c->input(0).shape();
    ALIGNCLIP_REQUIRE(c, shape.dims() == 2 && c->input(1).shape() == shape, "z and dy must be [n, d / 2]");
    const int64_t rows = shape.dim_size(0), n = 2 * shape.dim_size(1), padded = RoundUp(n);
    Tensor *dz, *sums, *y;
    OP_REQUIRES_OK(c, c->allocate_output(0, shape, &dz));
    OP_REQUIRES_OK(c, c->allocate_output(1, TensorShape({n}), &sums));
    OP_REQUIRES_OK(c, c->allocate_output(2, shape, &y));
    const GeluRows all = {LowNumbers(c->input(0)), LowNumbers(c->input(1)), LowNumbers(*dz), LowNumbers(*y)};
    const Blocks blocks(rows);
    std::vector<float> partial(blocks.count * padded, 0.0f);
    Parallel(c, blocks.count, 4 * n * blocks.size, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        const int64_t at = blocks.begin(b) * n;
        GeluGradient({all.z + at, all.dy + at, all.dz + at, all.y + at}, partial.data() + b * padded,
                     blocks.end(b) - blocks.begin(b), n);
      }
    });
    AddBlocks(partial.data(), blocks.count, padded, n, sums->flat<float>().data());
  }
};

REGISTER_OP("AlignclipBfloat16Gelu")
    .Input("z: int32")
    .Output("y: int32")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipBfloat16GeluGrad")
    .Input("z: int32")
    .Input("dy: int32")
    .Output("dz: int32")
    .Output("dbias: float")
    .Output("y: int32")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipBfloat16Gelu").Device(DEVICE_CPU), GeluOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipBfloat16GeluGrad").Device(DEVICE_CPU), GeluGradOp);

}  // namespace
}  // namespace alignclip::bfloat16
