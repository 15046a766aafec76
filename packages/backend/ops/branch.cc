// The ends of a residual branch x + f(LayerNorm(x)). Forward: the branch's bias and the sum in one pass. Backward: the
// gradient `through` the branch and the one `past` it, in one pass over the rows, with the gradients of scale, bias and
// output bias, and LayerNorm(x) again, which the gradient of the first product needs.
#include "layer_norm_row.h"
#include "row_op.h"

namespace alignclip::branch {
namespace {

ALIGNCLIP_FAST void Add(const float* product, const float* bias, const float* x, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, product += n, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes)
      StorePart(y + j, LoadPart(product + j, n - j) + LoadPart(bias + j, n - j) + LoadPart(x + j, n - j), n - j);
}

struct AddBranch {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kRows}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "product and x must be [n, d], bias [d]";
  static constexpr int64_t kCost = 1;
  explicit AddBranch(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { Add(b.in[0], b.in[1], b.in[2], b.out[0], b.rows, b.n); }
};

struct Rows {
  const float *x, *scale, *bias, *through, *past;
  float *dx, *normal;
};

// Adds to the gradients of scale, bias and output bias, which are padded to whole SIMD registers.
ALIGNCLIP_FAST void Backward(Rows r, float* sums, int64_t padded, int64_t rows, int64_t n, float epsilon) {
  float *dscale = sums, *dbias = sums + padded, *doutput = sums + 2 * padded;
  for (int64_t i = 0; i < rows; i++, r.x += n, r.through += n, r.past += n, r.dx += n, r.normal += n) {
    const layer_norm::Moments m = layer_norm::RowMoments(r.x, n, epsilon);
    Floats plain = {}, along = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats g = LoadPart(r.through + j, n - j), scale = LoadPart(r.scale + j, n - j);
      const Floats unit = (LoadPart(r.x + j, n - j) - m.mean) * m.inverse_deviation;
      plain += g * scale;
      along += g * scale * unit;
      Store(dscale + j, Load(dscale + j) + g * unit);
      Store(dbias + j, Load(dbias + j) + g);
      StorePart(r.normal + j, unit * scale + LoadPart(r.bias + j, n - j), n - j);
    }
    const float mean_plain = SumLanes(plain) / n, mean_along = SumLanes(along) / n;
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats unit = (LoadPart(r.x + j, n - j) - m.mean) * m.inverse_deviation;
      const Floats inner = LoadPart(r.through + j, n - j) * LoadPart(r.scale + j, n - j);
      const Floats past = LoadPart(r.past + j, n - j);
      Store(doutput + j, Load(doutput + j) + past);
      StorePart(r.dx + j, past + (inner - mean_plain - unit * mean_along) * m.inverse_deviation, n - j);
    }
  }
}

struct BranchGradient {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kVector, Form::kRows, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kRows, Form::kSum, Form::kSum, Form::kSum, Form::kRows};
  static constexpr char kShapes[] = "x and both gradients must be [n, d], scale and bias [d]";
  static constexpr int64_t kCost = 5;
  explicit BranchGradient(OpKernelConstruction* c) : epsilon(layer_norm::EpsilonOf(c)) {}

  void operator()(const RowBlock& b) const {
    const Rows rows = {b.in[0], b.in[1], b.in[2], b.in[3], b.in[4], b.out[0], b.out[4]};
    Backward(rows, b.sums, b.padded, b.rows, b.n, epsilon);
  }

  const float epsilon;
};

REGISTER_OP("AlignclipAddBranch")
    .Input("product: float")
    .Input("bias: float")
    .Input("x: float")
    .Output("y: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipBranchGrad")
    .Input("x: float")
    .Input("scale: float")
    .Input("bias: float")
    .Input("through: float")
    .Input("past: float")
    .Output("dx: float")
    .Output("dscale: float")
    .Output("dbias: float")
    .Output("doutput: float")
    .Output("normal: float")
    .Attr("epsilon: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipAddBranch").Device(DEVICE_CPU), RowOp<AddBranch>);
REGISTER_KERNEL_BUILDER(Name("AlignclipBranchGrad").Device(DEVICE_CPU), RowOp<BranchGradient>);

}  // namespace
}  // namespace alignclip::branch
