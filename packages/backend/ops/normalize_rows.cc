// NormalizeRows: x / max(‖x‖, 10⁻¹²) on every row, and its gradient.
#include "row_op.h"

namespace alignclip::normalize_rows {
namespace {

constexpr float kSmallestNorm = 1e-12f;

ALIGNCLIP_INLINE float Dot(const float* a, const float* b, int64_t n) {
  Floats sum = {};
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

struct Value {
  static constexpr Form kInputs[] = {Form::kRows}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x must be [n, d]";
  static constexpr int64_t kCost = 1;
  explicit Value(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { Forward(b.in[0], b.out[0], b.rows, b.n); }
};

struct Gradient {
  static constexpr Form kInputs[] = {Form::kRows, Form::kRows}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x and dy must be [n, d]";
  static constexpr int64_t kCost = 2;
  explicit Gradient(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { Backward(b.in[0], b.in[1], b.out[0], b.rows, b.n); }
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
REGISTER_KERNEL_BUILDER(Name("AlignclipNormalizeRows").Device(DEVICE_CPU), RowOp<Value>);
REGISTER_KERNEL_BUILDER(Name("AlignclipNormalizeRowsGrad").Device(DEVICE_CPU), RowOp<Gradient>);

}  // namespace
}  // namespace alignclip::normalize_rows
