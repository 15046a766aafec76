// BiasGelu: the exact GELU of x + bias, (x + b) Φ(x + b), and its gradient. The gradient also returns the value, so
// that the gradient of the next product needs no stored copy of it.
#include "row_op.h"

namespace alignclip::bias_gelu {
namespace {

ALIGNCLIP_FAST void Forward(const float* x, const float* bias, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats z = LoadPart(x + j, n - j) + LoadPart(bias + j, n - j);
      StorePart(y + j, z * Cumulative(z), n - j);
    }
}

// Adds to dbias, which is padded to whole SIMD registers.
ALIGNCLIP_FAST void Backward(const float* x, const float* bias, const float* dy, float* dx, float* y, float* dbias,
                             int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, dx += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats z = LoadPart(x + j, n - j) + LoadPart(bias + j, n - j);
      const Floats density = 0.39894228040143268f * Exp(-0.5f * z * z);
      const Floats below = Cumulative(z);
      const Floats g = LoadPart(dy + j, n - j) * (below + z * density);
      StorePart(y + j, z * below, n - j);
      StorePart(dx + j, g, n - j);
      Store(dbias + j, Load(dbias + j) + g);
    }
}

struct Value {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x must be [n, d], bias [d]";
  static constexpr int64_t kCost = 2;
  explicit Value(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { Forward(b.in[0], b.in[1], b.out[0], b.rows, b.n); }
};

struct Gradient {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kRows, Form::kSum, Form::kRows};
  static constexpr char kShapes[] = "x and dy must be [n, d], bias [d]";
  static constexpr int64_t kCost = 4;
  explicit Gradient(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const {
    Backward(b.in[0], b.in[1], b.in[2], b.out[0], b.out[2], b.sums, b.rows, b.n);
  }
};

REGISTER_OP("AlignclipBiasGelu")
    .Input("x: float")
    .Input("bias: float")
    .Output("y: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipBiasGeluGrad")
    .Input("x: float")
    .Input("bias: float")
    .Input("dy: float")
    .Output("dx: float")
    .Output("dbias: float")
    .Output("y: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipBiasGelu").Device(DEVICE_CPU), RowOp<Value>);
REGISTER_KERNEL_BUILDER(Name("AlignclipBiasGeluGrad").Device(DEVICE_CPU), RowOp<Gradient>);

}  // namespace
}  // namespace alignclip::bias_gelu
