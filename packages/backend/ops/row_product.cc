// RowProduct: x · kernel, [n, k] × [k, m], of which each row depends on that row of x alone: every number is one sum
// over k in the same order and with the same instructions, whatever n, the row's place and the number of threads.
// TensorFlow's MatMul chooses both by all of them. One unit of work is a panel of columns.
#include "op.h"
#include "small_product.h"

namespace alignclip::row_product {
namespace {

// Columns [j, j + kLanes) of the kernel, padded with zeros, one line after the other.
ALIGNCLIP_INLINE void PackPanel(const float* kernel, int64_t inner, int64_t columns, int64_t j, float* panel) {
  for (int64_t k = 0; k < inner; k++) Store(panel + k * kLanes, LoadPart(kernel + k * columns + j, columns - j));
}

ALIGNCLIP_FAST void Panel(const float* x, const float* kernel, float* out, float* panel, int64_t rows, int64_t inner,
                          int64_t columns, int64_t j) {
  PackPanel(kernel, inner, columns, j, panel);
  float result[kRows * kLanes];
  for (int64_t i = 0; i < rows; i += kRows) {
    const int64_t some = i + kRows < rows ? kRows : rows - i;
    RowsProduct(some, x + i * inner, inner, 1, panel, kLanes, result, kLanes, kLanes, inner);
    for (int64_t r = 0; r < some; r++) StorePart(out + (i + r) * columns + j, Load(result + r * kLanes), columns - j);
  }
}

class RowProductOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &kernel = c->input(1);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && kernel.dims() == 2 && x.dim_size(1) == kernel.dim_size(0),
                      "x must be [n, k], kernel [k, m]");
    const int64_t rows = x.dim_size(0), inner = x.dim_size(1), columns = kernel.dim_size(1);
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({rows, columns}), &out));
    const float *from = x.flat<float>().data(), *weights = kernel.flat<float>().data();
    float* to = out->flat<float>().data();
    Parallel(c, RoundUp(columns) / kLanes, rows * inner, [=](int64_t begin, int64_t end) {
      std::vector<float> panel(inner * kLanes);
      for (int64_t p = begin; p < end; p++) Panel(from, weights, to, panel.data(), rows, inner, columns, p * kLanes);
    });
  }
};

REGISTER_OP("AlignclipRowProduct")
    .Input("x: float")
    .Input("kernel: float")
    .Output("product: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipRowProduct").Device(DEVICE_CPU), RowProductOp);

}  // namespace
}  // namespace alignclip::row_product
