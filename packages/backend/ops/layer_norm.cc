// LayerNorm: (x − μ) / √(σ² + ε) · scale + bias on every row, and its gradient.
#include "layer_norm_row.h"
#include "row_op.h"

namespace alignclip::layer_norm {
namespace {

ALIGNCLIP_FAST void Forward(const float* x, const float* scale, const float* bias, float* y, int64_t rows, int64_t n,
                            float epsilon) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n) {
    const Moments m = RowMoments(x, n, epsilon);
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      StorePart(y + j, normal * LoadPart(scale + j, n - j) + LoadPart(bias + j, n - j), n - j);
    }
  }
}

// Adds to dscale and dbias, which are padded to whole SIMD registers.
ALIGNCLIP_FAST void Backward(const float* x, const float* scale, const float* dy, float* dx, float* dscale,
                             float* dbias, int64_t rows, int64_t n, float epsilon) {
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, dx += n) {
    const Moments m = RowMoments(x, n, epsilon);
    Floats plain = {}, along = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats g = LoadPart(dy + j, n - j);
      const Floats normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      const Floats inner = g * LoadPart(scale + j, n - j);
      plain += inner;
      along += inner * normal;
      Store(dscale + j, Load(dscale + j) + g * normal);
      Store(dbias + j, Load(dbias + j) + g);
    }
    const float mean_plain = SumLanes(plain) / n, mean_along = SumLanes(along) / n;
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      const Floats inner = LoadPart(dy + j, n - j) * LoadPart(scale + j, n - j);
      StorePart(dx + j, (inner - mean_plain - normal * mean_along) * m.inverse_deviation, n - j);
    }
  }
}

struct Value {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kVector}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x must be [n, d], scale and bias [d]";
  static constexpr int64_t kCost = 2;
  explicit Value(OpKernelConstruction* c) : epsilon(EpsilonOf(c)) {}

  void operator()(const RowBlock& b) const { Forward(b.in[0], b.in[1], b.in[2], b.out[0], b.rows, b.n, epsilon); }

  const float epsilon;
};

struct Gradient {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kRows, Form::kSum, Form::kSum};
  static constexpr char kShapes[] = "x and dy must be [n, d], scale [d]";
  static constexpr int64_t kCost = 4;
  explicit Gradient(OpKernelConstruction* c) : epsilon(EpsilonOf(c)) {}

  void operator()(const RowBlock& b) const {
    Backward(b.in[0], b.in[1], b.in[2], b.out[0], b.sums, b.sums + b.padded, b.rows, b.n, epsilon);
  }

  const float epsilon;
};

REGISTER_OP("AlignclipLayerNorm")
    .Input("x: float")
    .Input("scale: float")
    .Input("bias: float")
    .Output("y: float")
    .Attr("epsilon: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipLayerNormGrad")
    .Input("x: float")
    .Input("scale: float")
    .Input("dy: float")
    .Output("dx: float")
    .Output("dscale: float")
    .Output("dbias: float")
    .Attr("epsilon: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipLayerNorm").Device(DEVICE_CPU), RowOp<Value>);
REGISTER_KERNEL_BUILDER(Name("AlignclipLayerNormGrad").Device(DEVICE_CPU), RowOp<Gradient>);

}  // namespace
}  // namespace alignclip::layer_norm
