// The ends of a residual branch x + f(LayerNorm(x)). Forward: the branch's bias and the sum in one pass. Back: what
// comes through the branch and what comes past it, in one pass over the rows, with the gradients of scale, bias and
// output bias, and the normalised rows again, which the gradient of the first product needs.
#include "layer_norm_row.h"
#include "op.h"

namespace alignclip::branch {
namespace {

ALIGNCLIP_FAST void Add(const float* product, const float* bias, const float* x, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, product += n, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes)
      StorePart(y + j, LoadPart(product + j, n - j) + LoadPart(bias + j, n - j) + LoadPart(x + j, n - j), n - j);
}

class AddBranchOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &product = c->input(0), &bias = c->input(1), &x = c->input(2);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && product.shape() == x.shape() && bias.NumElements() == x.dim_size(1),
                      "product and x must be [n, d], bias [d]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float *pp = product.flat<float>().data(), *pb = bias.flat<float>().data(), *px = x.flat<float>().data();
    float* py = y->flat<float>().data();
    Parallel(c, x.dim_size(0), n, [=](int64_t begin, int64_t end) {
      Add(pp + begin * n, pb, px + begin * n, py + begin * n, end - begin, n);
    });
  }
};

struct Rows {
  const float *x, *scale, *bias, *through, *past;
  float *dx, *normal;
};

// Adds to the sums, which are padded to whole vectors: of scale, of bias, of the output bias.
ALIGNCLIP_FAST void Backward(Rows r, float* sums, int64_t padded, int64_t rows, int64_t n, float epsilon) {
  float *dscale = sums, *dbias = sums + padded, *doutput = sums + 2 * padded;
  for (int64_t i = 0; i < rows; i++, r.x += n, r.through += n, r.past += n, r.dx += n, r.normal += n) {
    const layer_norm::Moments m = layer_norm::RowMoments(r.x, n, epsilon);
    Vector plain = {}, along = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector g = LoadPart(r.through + j, n - j), scale = LoadPart(r.scale + j, n - j);
      const Vector unit = (LoadPart(r.x + j, n - j) - m.mean) * m.inverse_deviation;
      plain += g * scale;
      along += g * scale * unit;
      Store(dscale + j, Load(dscale + j) + g * unit);
      Store(dbias + j, Load(dbias + j) + g);
      StorePart(r.normal + j, unit * scale + LoadPart(r.bias + j, n - j), n - j);
    }
    const float mean_plain = SumLanes(plain) / n, mean_along = SumLanes(along) / n;
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector unit = (LoadPart(r.x + j, n - j) - m.mean) * m.inverse_deviation;
      const Vector inner = LoadPart(r.through + j, n - j) * LoadPart(r.scale + j, n - j);
      const Vector past = LoadPart(r.past + j, n - j);
      Store(doutput + j, Load(doutput + j) + past);
      StorePart(r.dx + j, past + (inner - mean_plain - unit * mean_along) * m.inverse_deviation, n - j);
    }
  }
}

class BranchGradOp : public OpKernel {
 public:
  explicit BranchGradOp(OpKernelConstruction* c) : OpKernel(c) { OP_REQUIRES_OK(c, c->GetAttr("epsilon", &epsilon_)); }

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &scale = c->input(1), &bias = c->input(2), &through = c->input(3), &past = c->input(4);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && through.shape() == x.shape() && past.shape() == x.shape(),
                      "x and both gradients must be [n, d]");
    const int64_t n = x.dim_size(1), padded = RoundUp(n);
    ALIGNCLIP_REQUIRE(c, scale.NumElements() == n && bias.NumElements() == n, "scale and bias must be [d]");
    Tensor *dx, *normal, *sums[3];
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &dx));
    for (int k = 0; k < 3; k++) OP_REQUIRES_OK(c, c->allocate_output(1 + k, TensorShape({n}), &sums[k]));
    OP_REQUIRES_OK(c, c->allocate_output(4, x.shape(), &normal));
    const Rows all = {x.flat<float>().data(),       scale.flat<float>().data(), bias.flat<float>().data(),
                      through.flat<float>().data(), past.flat<float>().data(),  dx->flat<float>().data(),
                      normal->flat<float>().data()};
    const Blocks blocks(x.dim_size(0));
    std::vector<float> partial(blocks.count * 3 * padded, 0.0f);
    float* pp = partial.data();
    Parallel(c, blocks.count, 5 * n * blocks.size, [=](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        const int64_t at = blocks.begin(b) * n;
        const Rows part = {all.x + at,    all.scale,    all.bias,       all.through + at,
                           all.past + at, all.dx + at, all.normal + at};
        Backward(part, pp + b * 3 * padded, padded, blocks.end(b) - blocks.begin(b), n, epsilon_);
      }
    });
    for (int k = 0; k < 3; k++)
      AddBlocks(pp + k * padded, blocks.count, 3 * padded, n, sums[k]->flat<float>().data());
  }

 private:
  float epsilon_;
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
REGISTER_KERNEL_BUILDER(Name("AlignclipAddBranch").Device(DEVICE_CPU), AddBranchOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipBranchGrad").Device(DEVICE_CPU), BranchGradOp);

}  // namespace
}  // namespace alignclip::branch
