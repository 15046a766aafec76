// BiasGelu: the exact GELU of x + bias, (x + b) Φ(x + b), and its gradient, which gives the value
// again: who needs the gradient of the product behind it need not keep the value.
#include "op.h"

namespace alignclip::bias_gelu {
namespace {

ALIGNCLIP_FAST void Forward(const float* x, const float* bias, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector z = LoadPart(x + j, n - j) + LoadPart(bias + j, n - j);
      StorePart(y + j, z * Cumulative(z), n - j);
    }
}

// Adds to dbias, which is padded to whole vectors.
ALIGNCLIP_FAST void Backward(const float* x, const float* bias, const float* dy, float* dx, float* y, float* dbias,
                             int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, dx += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector z = LoadPart(x + j, n - j) + LoadPart(bias + j, n - j);
      const Vector density = 0.39894228040143268f * Exp(-0.5f * z * z);
      const Vector below = Cumulative(z);
      const Vector g = LoadPart(dy + j, n - j) * (below + z * density);
      StorePart(y + j, z * below, n - j);
      StorePart(dx + j, g, n - j);
      Store(dbias + j, Load(dbias + j) + g);
    }
}

class BiasGeluOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &bias = c->input(1);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && bias.NumElements() == x.dim_size(1), "x must be [n, d], bias [d]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float *px = x.flat<float>().data(), *pb = bias.flat<float>().data();
    float* py = y->flat<float>().data();
    Parallel(c, x.dim_size(0), 2 * n, [=](int64_t begin, int64_t end) {
      Forward(px + begin * n, pb, py + begin * n, end - begin, n);
    });
  }
};

class BiasGeluGradOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &bias = c->input(1), &dy = c->input(2);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && bias.NumElements() == x.dim_size(1) && dy.shape() == x.shape(),
                      "x and dy must be [n, d], bias [d]");
    Tensor *dx, *dbias, *y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &dx));
    OP_REQUIRES_OK(c, c->allocate_output(1, bias.shape(), &dbias));
    OP_REQUIRES_OK(c, c->allocate_output(2, x.shape(), &y));
    const int64_t n = x.dim_size(1), padded = RoundUp(n);
    const Blocks blocks(x.dim_size(0));
    std::vector<float> partial(blocks.count * padded, 0.0f);
    const float *px = x.flat<float>().data(), *pb = bias.flat<float>().data(), *pg = dy.flat<float>().data();
    float *pdx = dx->flat<float>().data(), *py = y->flat<float>().data(), *pp = partial.data();
    Parallel(c, blocks.count, 4 * n * blocks.size, [=](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        const int64_t first = blocks.begin(b);
        Backward(px + first * n, pb, pg + first * n, pdx + first * n, py + first * n, pp + b * padded,
                 blocks.end(b) - first, n);
      }
    });
    AddBlocks(pp, blocks.count, padded, n, dbias->flat<float>().data());
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
REGISTER_KERNEL_BUILDER(Name("AlignclipBiasGelu").Device(DEVICE_CPU), BiasGeluOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipBiasGeluGrad").Device(DEVICE_CPU), BiasGeluGradOp);

}  // namespace
}  // namespace alignclip::bias_gelu
