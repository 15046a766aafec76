// Cross-entropy whose targets are the diagonal: mean over rows of −log softmax(row i)[i], and its gradient.
#include "op.h"

namespace alignclip::cross_entropy {
namespace {

struct Row {
  float top, total;
};

ALIGNCLIP_INLINE Row Reduce(const float* x, int64_t n) {
  Floats top = Broadcast(-INFINITY), total = {};
  for (int64_t j = 0; j < n; j += kLanes) top = Max(FirstLanes(LoadPart(x + j, n - j), n - j, -INFINITY), top);
  const float highest = MaxLane(top);
  for (int64_t j = 0; j < n; j += kLanes) total += FirstLanes(Exp(LoadPart(x + j, n - j) - highest), n - j, 0);
  return {highest, SumLanes(total)};
}

ALIGNCLIP_FAST void Forward(const float* x, float* losses, int64_t begin, int64_t end, int64_t n) {
  for (int64_t i = begin; i < end; i++) {
    const Row row = Reduce(x + i * n, n);
    losses[i] = std::log(row.total) + (row.top - x[i * n + i]);
  }
}

ALIGNCLIP_FAST void Backward(const float* x, float scale, float* dx, int64_t begin, int64_t end, int64_t n) {
  for (int64_t i = begin; i < end; i++) {
    const Row row = Reduce(x + i * n, n);
    const float factor = scale / row.total;
    for (int64_t j = 0; j < n; j += kLanes)
      StorePart(dx + i * n + j, Exp(LoadPart(x + i * n + j, n - j) - row.top) * factor, n - j);
    dx[i * n + i] -= scale;
  }
}

class CrossEntropyOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor& x = c->input(0);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && x.dim_size(0) == x.dim_size(1), "logits must be [n, n]");
    Tensor* loss;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({}), &loss));
    const int64_t n = x.dim_size(0);
    std::vector<float> losses(n);
    const float* px = x.flat<float>().data();
    Parallel(c, n, 4 * n, [&](int64_t begin, int64_t end) { Forward(px, losses.data(), begin, end, n); });
    double sum = 0;
    for (const float one : losses) sum += one;
    loss->scalar<float>()() = static_cast<float>(sum / n);
  }
};

class CrossEntropyGradOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &dy = c->input(1);
    ALIGNCLIP_REQUIRE(c, x.dims() == 2 && x.dim_size(0) == x.dim_size(1) && dy.NumElements() == 1,
                      "logits must be [n, n], dy one number");
    Tensor* dx;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &dx));
    const int64_t n = x.dim_size(0);
    const float* px = x.flat<float>().data();
    const float scale = dy.flat<float>()(0) / n;
    float* pdx = dx->flat<float>().data();
    Parallel(c, n, 6 * n, [=](int64_t begin, int64_t end) { Backward(px, scale, pdx, begin, end, n); });
  }
};

REGISTER_OP("AlignclipCrossEntropy")
    .Input("logits: float")
    .Output("loss: float")
    .SetShapeFn(tensorflow::shape_inference::ScalarShape);
REGISTER_OP("AlignclipCrossEntropyGrad")
    .Input("logits: float")
    .Input("dy: float")
    .Output("dlogits: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipCrossEntropy").Device(DEVICE_CPU), CrossEntropyOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipCrossEntropyGrad").Device(DEVICE_CPU), CrossEntropyGradOp);

}  // namespace
}  // namespace alignclip::cross_entropy
