// NormalizeRows: x / max(‖x‖, 10⁻¹²) on every row, and its gradient.
#include "op.h"

namespace alignclip::normalize_rows {
namespace {

constexpr float kSmallestNorm = 1e-12f;

ALIGNCLIP_INLINE float Dot(const float* a, const float* b, int64_t n) {
  Vector sum = {};
  for (int64_t j = 0; j < n; j += kLanes) sum += LoadPart(a + j, n - j) * LoadPart(b + j, n - j);
  return SumLanes(sum);
}

ALIGNCLIP_FAST void Forward(const float* x, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n) {
    const float norm = std::sqrt(Dot(x, x, n));
    const float divisor = norm < kSmallestNorm ? kSmallestNorm : norm;
    for (int64_t j = 0; j < n; j += kLanes) StorePart(y + j, LoadPart(x + j, n - j) / divisor, n - j);
  }
}

ALIGNCLIP_FAST void Backward(const float* x, const float* dy, float* dx, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, dx += n) {
    const float norm = std::sqrt(Dot(x, x, n));
    const bool clamped = norm <= kSmallestNorm;  // a clamped norm is constant
    const float divisor = clamped ? kSmallestNorm : norm;
    const float radial = clamped ? 0.0f : Dot(x, dy, n) / (norm * norm);
    for (int64_t j = 0; j < n; j += kLanes)
      StorePart(dx + j, (LoadPart(dy + j, n - j) - LoadPart(x + j, n - j) * radial) / divisor, n - j);
  }
}

class NormalizeRowsOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor& x = c->input(0);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2, "x must be [n, d]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float* px = x.flat<float>().data();
    float* py = y->flat<float>().data();
    Parallel(c, x.dim_size(0), n, [=](int64_t begin, int64_t end) {
      Forward(px + begin * n, py + begin * n, end - begin, n);
    });
  }
};

class NormalizeRowsGradOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &dy = c->input(1);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && x.shape() == dy.shape(), "x and dy must be [n, d]");
    Tensor* dx;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &dx));
    const int64_t n = x.dim_size(1);
    const float *px = x.flat<float>().data(), *pg = dy.flat<float>().data();
    float* pdx = dx->flat<float>().data();
    Parallel(c, x.dim_size(0), 2 * n, [=](int64_t begin, int64_t end) {
      Backward(px + begin * n, pg + begin * n, pdx + begin * n, end - begin, n);
    });
  }
};

REGISTER_OP("AlignclipNormalizeRows")
    .Input("x: float")
    .Output("y: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipNormalizeRowsGrad")
    .Input("x: float")
    .Input("dy: float")
    .Output("dx: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipNormalizeRows").Device(DEVICE_CPU), NormalizeRowsOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipNormalizeRowsGrad").Device(DEVICE_CPU), NormalizeRowsGradOp);

}  // namespace
}  // namespace alignclip::normalize_rows
