// The gradient of batch norm, in two passes over the rows: sums, then the gradient of x.
#include "column_norm_rows.h"
#include "row_op.h"

namespace alignclip::column_norm {
namespace {

struct BeforeActivation {
  static constexpr Form kInputs[] = {Form::kRows, Form::kRows}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "dy and y must be [n, d]";
  static constexpr int64_t kCost = 1;
  explicit BeforeActivation(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const { ActivationGradient(activation, b.in[0], b.in[1], b.out[0], b.rows * b.n); }

  const int activation;
};

// dscale and dbias, and the factors a, b, c of the gradient g a + (x − mean) b + c of x.
class SumsOp : public OpKernel {
 public:
  explicit SumsOp(OpKernelConstruction* c) : OpKernel(c), settings_(c) {
    c->SetStatus(c->GetAttr("of_batch", &of_batch_));
  }

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &dy = c->input(4), &y = c->input(5);
    ALIGNCLIP_REQUIRE(c, x.dims() >= 2 && dy.shape() == x.shape() && y.shape() == x.shape(), kShapes);
    const int64_t n = x.dim_size(x.dims() - 1);
    for (int k = 1; k < 4; k++) ALIGNCLIP_REQUIRE(c, c->input(k).NumElements() == n, kShapes);
    ALIGNCLIP_REQUIRE(c, x.NumElements() > 0, "x must not be empty");
    const int64_t rows = x.NumElements() / n, padded = RoundUp(n);
    const Blocks blocks(rows);
    std::vector<float> partial(blocks.count * 2 * padded, 0.0f);
    const float* mean = c->input(1).flat<float>().data();
    const float *px = x.flat<float>().data(), *pdy = dy.flat<float>().data(), *py = y.flat<float>().data();
    Parallel(c, blocks.count, 2 * n * blocks.size, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        const int64_t at = blocks.begin(b) * n;
        float* sums = partial.data() + b * 2 * padded;
        GradientSums(settings_.activation, px + at, mean, pdy + at, py + at, sums, sums + padded,
                     blocks.end(b) - blocks.begin(b), n);
      }
    });
    std::vector<float> sum(n), along(n);
    AddBlocks(partial.data(), blocks.count, 2 * padded, n, sum.data());
    AddBlocks(partial.data() + padded, blocks.count, 2 * padded, n, along.data());
    Finish(c, sum, along, n, rows);
  }

 private:
  static constexpr char kShapes[] = "x, dy and y must be [n, d], mean, variance and scale [d]";

  void Finish(OpKernelContext* c, const std::vector<float>& sum, const std::vector<float>& along, int64_t n,
              int64_t rows) const {
    float* out[5];
    for (int k = 0; k < 5; k++) {
      Tensor* made;
      OP_REQUIRES_OK(c, c->allocate_output(k, TensorShape({n}), &made));
      out[k] = made->flat<float>().data();
    }
    const float *variance = c->input(2).flat<float>().data(), *scale = c->input(3).flat<float>().data();
    for (int64_t j = 0; j < n; j++) {
      const float inverse = 1.0f / std::sqrt(variance[j] + settings_.epsilon), gain = scale[j] * inverse;
      const float share = of_batch_ ? -gain / rows : 0.0f;
      out[0][j] = along[j] * inverse;
      out[1][j] = sum[j];
      out[2][j] = gain;
      out[3][j] = share * inverse * inverse * along[j];
      out[4][j] = share * sum[j];
    }
  }

  const Settings settings_;
  bool of_batch_ = false;
};

struct Gradient {
  static constexpr Form kInputs[] = {Form::kRows,   Form::kVector, Form::kRows,  Form::kRows,
                                     Form::kVector, Form::kVector, Form::kVector};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x, dy and y must be [n, d], mean, a, b and c [d]";
  static constexpr int64_t kCost = 2;
  explicit Gradient(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const { Backward(activation, b.in, b.out[0], b.rows, b.n); }

  const int activation;
};

REGISTER_OP("AlignclipActivationGrad")
    .Input("dy: float")
    .Input("y: float")
    .Output("dx: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipColumnNormSums")
    .Input("x: float")
    .Input("mean: float")
    .Input("variance: float")
    .Input("scale: float")
    .Input("dy: float")
    .Input("y: float")
    .Output("dscale: float")
    .Output("dbias: float")
    .Output("a: float")
    .Output("b: float")
    .Output("c: float")
    .Attr("epsilon: float")
    .Attr("activation: int")
    .Attr("of_batch: bool")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipColumnNormGrad")
    .Input("x: float")
    .Input("mean: float")
    .Input("dy: float")
    .Input("y: float")
    .Input("a: float")
    .Input("b: float")
    .Input("c: float")
    .Output("dx: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipActivationGrad").Device(DEVICE_CPU), RowOp<BeforeActivation>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormSums").Device(DEVICE_CPU), SumsOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormGrad").Device(DEVICE_CPU), RowOp<Gradient>);

}  // namespace
}  // namespace alignclip::column_norm
