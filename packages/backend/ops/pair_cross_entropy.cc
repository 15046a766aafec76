// Cross-entropy whose targets are the diagonal, over the rows and over the columns of s · K with similarities K [n, n]:
// CE(s K) + CE(s Kᵀ), and its gradient. Columns are reduced in blocks of rows, so nothing is transposed.
#include "op.h"

namespace alignclip::pair_cross_entropy {
namespace {

// Of each row or column the highest logit, and the sum of exp(logit − highest).
struct Lines {
  float *top, *total;
};

// The lines of rows [begin, end), and those of all columns over these rows only, padded to whole SIMD registers.
ALIGNCLIP_FAST void Reduce(const float* x, float s, Lines rows, Lines columns, int64_t begin, int64_t end, int64_t n) {
  for (int64_t j = 0; j < n; j += kLanes) {
    Store(columns.top + j, Broadcast(-INFINITY));
    Store(columns.total + j, Floats{});
  }
  for (int64_t i = begin; i < end; i++) {
    const float* row = x + i * n;
    Floats top = Broadcast(-INFINITY), total = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats logits = LoadPart(row + j, n - j) * s;
      top = Max(FirstLanes(logits, n - j, -INFINITY), top);
      Store(columns.top + j, Max(logits, Load(columns.top + j)));
    }
    const float highest = MaxLane(top);
    for (int64_t j = 0; j < n; j += kLanes) total += FirstLanes(Exp(LoadPart(row + j, n - j) * s - highest), n - j, 0);
    rows.top[i] = highest;
    rows.total[i] = SumLanes(total);
  }
  for (int64_t i = begin; i < end; i++)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats share = Exp(LoadPart(x + i * n + j, n - j) * s - Load(columns.top + j));
      Store(columns.total + j, Load(columns.total + j) + share);
    }
}

// The lines of columns over all rows from those of the blocks [blocks, 2, padded], first to last.
ALIGNCLIP_FAST void Join(const float* parts, int64_t blocks, int64_t padded, Lines columns, int64_t n) {
  for (int64_t j = 0; j < n; j += kLanes) {
    Floats top = Broadcast(-INFINITY), total = {};
    for (int64_t b = 0; b < blocks; b++) top = Max(Load(parts + 2 * b * padded + j), top);
    for (int64_t b = 0; b < blocks; b++) {
      const float* part = parts + 2 * b * padded + j;
      total += Load(part + padded) * Exp(Load(part) - top);
    }
    StorePart(columns.top + j, top, n - j);
    StorePart(columns.total + j, total, n - j);
  }
}

// dK of rows [begin, end), and of each of them the derivative for s.
ALIGNCLIP_FAST void Backward(const float* x, float s, Lines rows, Lines columns, float factor, float* dx, float* ds,
                             int64_t begin, int64_t end, int64_t n) {
  for (int64_t i = begin; i < end; i++) {
    const float *from = x + i * n, top = rows.top[i], share = rows.total[i] * factor;
    Floats along = {};
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats similarities = LoadPart(from + j, n - j);
      const Floats of_row = Exp(similarities * s - top) * share;
      const Floats of_column = Exp(similarities * s - LoadPart(columns.top + j, n - j)) * factor;
      const Floats slope = of_row + of_column * LoadPart(columns.total + j, n - j);
      along += slope * similarities;
      StorePart(dx + i * n + j, slope * s, n - j);
    }
    dx[i * n + i] -= 2 * factor * s;
    ds[i] = SumLanes(along) - 2 * factor * from[i];
  }
}

bool Fits(OpKernelContext* c) {
  const Tensor& x = c->input(0);
  return x.dims() == 2 && x.dim_size(0) == x.dim_size(1) && c->input(1).NumElements() == 1;
}

// Besides the loss, the gradient's [4, n]: of rows and then of columns the highest logits and the inverse sums.
class ForwardOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Fits(c), "similarities must be [n, n], scale one number");
    const int64_t n = c->input(0).dim_size(0), padded = RoundUp(n);
    Tensor *loss, *lines;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({}), &loss));
    OP_REQUIRES_OK(c, c->allocate_output(1, TensorShape({4, n}), &lines));
    const float *x = c->input(0).flat<float>().data(), s = c->input(1).flat<float>()(0);
    float* p = lines->flat<float>().data();
    const Lines rows = {p, p + n}, columns = {p + 2 * n, p + 3 * n};
    const Blocks blocks(n);
    std::vector<float> parts(2 * blocks.count * padded);
    Parallel(c, blocks.count, 10 * n * blocks.size, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        float* part = parts.data() + 2 * b * padded;
        Reduce(x, s, rows, {part, part + padded}, blocks.begin(b), blocks.end(b), n);
      }
    });
    Join(parts.data(), blocks.count, padded, columns, n);
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
      for (const Lines& line : {rows, columns}) {
        sum += std::log(line.total[i]) + (line.top[i] - s * x[i * n + i]);
        line.total[i] = 1 / line.total[i];
      }
    loss->scalar<float>()() = static_cast<float>(sum / n);
  }
};

class GradientOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor& lines = c->input(2);
    ALIGNCLIP_REQUIRE(c,
                      Fits(c) && lines.NumElements() == 4 * c->input(0).dim_size(0) && c->input(3).NumElements() == 1,
                      "similarities must be [n, n], lines [4, n], scale and dy one number");
    const int64_t n = c->input(0).dim_size(0);
    Tensor *dx, *ds;
    OP_REQUIRES_OK(c, c->allocate_output(0, c->input(0).shape(), &dx));
    OP_REQUIRES_OK(c, c->allocate_output(1, c->input(1).shape(), &ds));
    const float *x = c->input(0).flat<float>().data(), s = c->input(1).flat<float>()(0);
    float* p = const_cast<float*>(lines.flat<float>().data());
    const float factor = c->input(3).flat<float>()(0) / n;
    float* to = dx->flat<float>().data();
    std::vector<float> along(n);
    Parallel(c, n, 10 * n, [&](int64_t begin, int64_t end) {
      Backward(x, s, {p, p + n}, {p + 2 * n, p + 3 * n}, factor, to, along.data(), begin, end, n);
    });
    double sum = 0;
    for (const float one : along) sum += one;
    ds->flat<float>()(0) = static_cast<float>(sum);
  }
};

REGISTER_OP("AlignclipPairCrossEntropy")
    .Input("similarities: float")
    .Input("scale: float")
    .Output("loss: float")
    .Output("lines: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipPairCrossEntropyGrad")
    .Input("similarities: float")
    .Input("scale: float")
    .Input("lines: float")
    .Input("dy: float")
    .Output("dsimilarities: float")
    .Output("dscale: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipPairCrossEntropy").Device(DEVICE_CPU), ForwardOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipPairCrossEntropyGrad").Device(DEVICE_CPU), GradientOp);

}  // namespace
}  // namespace alignclip::pair_cross_entropy
