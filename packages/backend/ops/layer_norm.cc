// RowLayerNorm: (x − μ) / √(σ² + ε) · scale + bias on every row, and its gradient.
#include "layer_norm_row.h"
#include "op.h"

namespace alignclip::layer_norm {
namespace {

ALIGNCLIP_FAST void Forward(const float* x, const float* scale, const float* bias, float* y, int64_t rows, int64_t n,
                            float epsilon) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n) {
    const Moments m = RowMoments(x, n, epsilon);
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      StorePart(y + j, normal * LoadPart(scale + j, n - j) + LoadPart(bias + j, n - j), n - j);
    }
  }
}

// Adds to dscale and dbias, which are padded to whole vectors.
ALIGNCLIP_FAST void Backward(const float* x, const float* scale, const float* dy, float* dx, float* dscale, float* dbias,
                             int64_t rows, int64_t n, float epsilon) {
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, dx += n) {
    const Moments m = RowMoments(x, n, epsilon);
    Vector plain = {}, along = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector g = LoadPart(dy + j, n - j);
      const Vector normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      const Vector inner = g * LoadPart(scale + j, n - j);
      plain += inner;
      along += inner * normal;
      Store(dscale + j, Load(dscale + j) + g * normal);
      Store(dbias + j, Load(dbias + j) + g);
    }
    const float mean_plain = SumLanes(plain) / n, mean_along = SumLanes(along) / n;
    for (int64_t j = 0; j < n; j += kLanes) {
      const Vector normal = (LoadPart(x + j, n - j) - m.mean) * m.inverse_deviation;
      const Vector inner = LoadPart(dy + j, n - j) * LoadPart(scale + j, n - j);
      StorePart(dx + j, (inner - mean_plain - normal * mean_along) * m.inverse_deviation, n - j);
    }
  }
}

class LayerNormOp : public OpKernel {
 public:
  explicit LayerNormOp(OpKernelConstruction* c) : OpKernel(c) { OP_REQUIRES_OK(c, c->GetAttr("epsilon", &epsilon_)); }

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &scale = c->input(1), &bias = c->input(2);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && scale.NumElements() == x.dim_size(1) && bias.NumElements() == x.dim_size(1),
                      "x must be [n, d], scale and bias [d]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float *px = x.flat<float>().data(), *ps = scale.flat<float>().data(), *pb = bias.flat<float>().data();
    float* py = y->flat<float>().data();
    Parallel(c, x.dim_size(0), 2 * n, [=](int64_t begin, int64_t end) {
      Forward(px + begin * n, ps, pb, py + begin * n, end - begin, n, epsilon_);
    });
  }

 private:
  float epsilon_;
};

class LayerNormGradOp : public OpKernel {
 public:
  explicit LayerNormGradOp(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("epsilon", &epsilon_));
  }

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &scale = c->input(1), &dy = c->input(2);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && scale.NumElements() == x.dim_size(1) && dy.shape() == x.shape(),
                      "x and dy must be [n, d], scale [d]");
    Tensor *dx, *dscale, *dbias;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &dx));
    OP_REQUIRES_OK(c, c->allocate_output(1, scale.shape(), &dscale));
    OP_REQUIRES_OK(c, c->allocate_output(2, scale.shape(), &dbias));
    const int64_t n = x.dim_size(1), padded = RoundUp(n);
    const Blocks blocks(x.dim_size(0));
    std::vector<float> partial(blocks.count * 2 * padded, 0.0f);
    const float *px = x.flat<float>().data(), *ps = scale.flat<float>().data(), *pg = dy.flat<float>().data();
    float *pdx = dx->flat<float>().data(), *pp = partial.data();
    Parallel(c, blocks.count, 4 * n * blocks.size, [=](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        const int64_t first = blocks.begin(b);
        float* sums = pp + b * 2 * padded;
        Backward(px + first * n, ps, pg + first * n, pdx + first * n, sums, sums + padded, blocks.end(b) - first, n,
                 epsilon_);
      }
    });
    AddBlocks(pp, blocks.count, 2 * padded, n, dscale->flat<float>().data());
    AddBlocks(pp + padded, blocks.count, 2 * padded, n, dbias->flat<float>().data());
  }

 private:
  float epsilon_;
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
REGISTER_KERNEL_BUILDER(Name("AlignclipLayerNorm").Device(DEVICE_CPU), LayerNormOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipLayerNormGrad").Device(DEVICE_CPU), LayerNormGradOp);

}  // namespace
}  // namespace alignclip::layer_norm
