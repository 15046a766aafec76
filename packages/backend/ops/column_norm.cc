// Batch norm on columns: act((x − mean) / √(variance + ε) · scale + bias + added).
#include "column_norm_rows.h"
#include "row_op.h"

namespace alignclip::column_norm {
namespace {

struct Value {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kVector, Form::kVector, Form::kVector};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x must be [n, d], mean, variance, scale and bias [d]";
  static constexpr int64_t kCost = 1;
  explicit Value(OpKernelConstruction* c) : settings(c) {}

  void operator()(const RowBlock& b) const {
    const std::vector<float> gain = settings.Gain(b.in[2], b.in[3], b.n);
    Forward(settings.activation, b.in[0], b.in[1], gain.data(), b.in[4], nullptr, b.out[0], b.rows, b.n);
  }

  const Settings settings;
};

struct ValueWithSum {
  static constexpr Form kInputs[] = {Form::kRows,   Form::kVector, Form::kVector,
                                     Form::kVector, Form::kVector, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x and added must be [n, d], mean, variance, scale and bias [d]";
  static constexpr int64_t kCost = 1;
  explicit ValueWithSum(OpKernelConstruction* c) : settings(c) {}

  void operator()(const RowBlock& b) const {
    const std::vector<float> gain = settings.Gain(b.in[2], b.in[3], b.n);
    Forward(settings.activation, b.in[0], b.in[1], gain.data(), b.in[4], b.in[5], b.out[0], b.rows, b.n);
  }

  const Settings settings;
};

REGISTER_OP("AlignclipColumnNorm")
    .Input("x: float")
    .Input("mean: float")
    .Input("variance: float")
    .Input("scale: float")
    .Input("bias: float")
    .Output("y: float")
    .Attr("epsilon: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipColumnNormAdd")
    .Input("x: float")
    .Input("mean: float")
    .Input("variance: float")
    .Input("scale: float")
    .Input("bias: float")
    .Input("added: float")
    .Output("y: float")
    .Attr("epsilon: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNorm").Device(DEVICE_CPU), RowOp<Value>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormAdd").Device(DEVICE_CPU), RowOp<ValueWithSum>);

}  // namespace
}  // namespace alignclip::column_norm
