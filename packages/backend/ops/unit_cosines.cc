// UnitCosines: x · xᵀ of unit rows x [n, d], clipped to [−1, 1]: [n, n]. Every number is one sum over d in the same
// order; NaN stays. One unit of work is a panel of columns.
#include "op.h"
#include "small_product.h"

namespace alignclip::unit_cosines {
namespace {

// Rows [j, j + kLanes) of x as columns, padded with zeros: [d, kLanes].
ALIGNCLIP_INLINE void PackColumns(const float* x, int64_t rows, int64_t width, int64_t j, float* panel) {
  std::fill(panel, panel + width * kLanes, 0.0f);
  for (int64_t c = 0; c < std::min<int64_t>(kLanes, rows - j); c++)
    for (int64_t k = 0; k < width; k++) panel[k * kLanes + c] = x[(j + c) * width + k];
}

ALIGNCLIP_INLINE Floats Clipped(Floats v) {
  const Floats low = v < -1 ? Broadcast(-1) : v;
  return low > 1 ? Broadcast(1) : low;
}

ALIGNCLIP_FAST void Panel(const float* x, float* out, float* panel, int64_t rows, int64_t width, int64_t j) {
  PackColumns(x, rows, width, j, panel);
  float result[kRows * kLanes];
  for (int64_t i = 0; i < rows; i += kRows) {
    const int64_t some = std::min<int64_t>(kRows, rows - i);
    RowsProduct(some, x + i * width, width, 1, panel, kLanes, result, kLanes, kLanes, width);
    for (int64_t r = 0; r < some; r++)
      StorePart(out + (i + r) * rows + j, Clipped(Load(result + r * kLanes)), rows - j);
  }
}

class UnitCosinesOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor& x = c->input(0);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2, "x must be [n, d]");
    const int64_t rows = x.dim_size(0), width = x.dim_size(1);
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({rows, rows}), &out));
    const float* from = x.flat<float>().data();
    float* to = out->flat<float>().data();
    Parallel(c, (rows + kLanes - 1) / kLanes, rows * width, [=](int64_t begin, int64_t end) {
      std::vector<float> panel(width * kLanes);
      for (int64_t p = begin; p < end; p++) Panel(from, to, panel.data(), rows, width, p * kLanes);
    });
  }
};

REGISTER_OP("AlignclipUnitCosines")
    .Input("x: float")
    .Output("cosines: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipUnitCosines").Device(DEVICE_CPU), UnitCosinesOp);

}  // namespace
}  // namespace alignclip::unit_cosines
