// Cross-entropy whose targets are the diagonal, over the rows of s (K ∘ D + diag(p)) with similarities K and distances
// D [n, n] and pairs p [n]: the mean of −log softmax(row i)[i], and its gradients for K, p and s.
#include "op.h"

namespace alignclip::separation {
namespace {

struct Row {
  const float *similarities, *distances;
  float pair, s;
  int64_t i, n;
};

// Entries [j, j + kLanes) of the row before s; zeros beyond its end.
ALIGNCLIP_INLINE Floats Entries(const Row& row, int64_t j) {
  const Floats products = LoadPart(row.similarities + j, row.n - j) * LoadPart(row.distances + j, row.n - j);
  const Integers at = static_cast<int32_t>(row.i - j) - Integers{};
  return row.i < j || row.i >= j + kLanes ? products
                                          : products + (LaneNumbers() == at ? Broadcast(row.pair) : Floats{});
}

struct Sums {
  float top, total;
};

ALIGNCLIP_INLINE Sums Reduce(const Row& row) {
  Floats top = Broadcast(-INFINITY), total = {};
  for (int64_t j = 0; j < row.n; j += kLanes) top = Max(FirstLanes(Entries(row, j) * row.s, row.n - j, -INFINITY), top);
  const float highest = MaxLane(top);
  for (int64_t j = 0; j < row.n; j += kLanes) total += FirstLanes(Exp(Entries(row, j) * row.s - highest), row.n - j, 0);
  return {highest, SumLanes(total)};
}

// The entry of the row on the diagonal.
ALIGNCLIP_INLINE float Target(const Row& row) { return row.similarities[row.i] * row.distances[row.i] + row.pair; }

struct Given {
  const float *similarities, *distances, *pairs;
  float s;
  int64_t n;

  Row At(int64_t i) const { return {similarities + i * n, distances + i * n, pairs[i], s, i, n}; }
};

ALIGNCLIP_FAST void Forward(const Given& given, float* losses, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i++) {
    const Row row = given.At(i);
    const Sums sums = Reduce(row);
    losses[i] = std::log(sums.total) + (sums.top - Target(row) * row.s);
  }
}

struct Gradients {
  float *similarities, *pairs, *scales;  // [n, n], [n], and of each row the derivative for s, [n]
};

ALIGNCLIP_FAST void Backward(const Given& given, float factor, const Gradients& to, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i++) {
    const Row row = given.At(i);
    const Sums sums = Reduce(row);
    const float share = factor / sums.total;
    float* dx = to.similarities + i * row.n;
    Floats along = {};
    for (int64_t j = 0; j < row.n; j += kLanes) {
      const Floats entries = Entries(row, j);
      const Floats slope = Exp(entries * row.s - sums.top) * share;
      along += slope * entries;
      StorePart(dx + j, slope * row.s * LoadPart(row.distances + j, row.n - j), row.n - j);
    }
    dx[i] -= factor * row.s * row.distances[i];
    to.scales[i] = SumLanes(along) - factor * Target(row);
    to.pairs[i] = (std::exp(Target(row) * row.s - sums.top) * share - factor) * row.s;
  }
}

class SeparationOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

 protected:
  static bool Fits(OpKernelContext* c) {
    const Tensor& x = c->input(0);
    return x.dims() == 2 && x.dim_size(0) == x.dim_size(1) && c->input(1).shape() == x.shape() &&
           c->input(2).NumElements() == x.dim_size(0) && c->input(3).NumElements() == 1;
  }

  static Given GivenOf(OpKernelContext* c) {
    const auto at = [c](int k) { return c->input(k).flat<float>().data(); };
    return {at(0), at(1), at(2), *at(3), c->input(0).dim_size(0)};
  }
};

class ForwardOp : public SeparationOp {
 public:
  using SeparationOp::SeparationOp;

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Fits(c), "similarities and distances must be [n, n], pairs [n], scale one number");
    Tensor* loss;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({}), &loss));
    const Given given = GivenOf(c);
    std::vector<float> losses(given.n);
    Parallel(c, given.n, 5 * given.n, [&](int64_t begin, int64_t end) { Forward(given, losses.data(), begin, end); });
    double sum = 0;
    for (const float one : losses) sum += one;
    loss->scalar<float>()() = static_cast<float>(sum / given.n);
  }
};

class GradientOp : public SeparationOp {
 public:
  using SeparationOp::SeparationOp;

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Fits(c) && c->input(4).NumElements() == 1,
                      "similarities and distances must be [n, n], pairs [n], scale and dy one number");
    Tensor *dx, *dp, *ds;
    OP_REQUIRES_OK(c, c->allocate_output(0, c->input(0).shape(), &dx));
    OP_REQUIRES_OK(c, c->allocate_output(1, c->input(2).shape(), &dp));
    OP_REQUIRES_OK(c, c->allocate_output(2, c->input(3).shape(), &ds));
    const Given given = GivenOf(c);
    const float factor = c->input(4).flat<float>()(0) / given.n;
    std::vector<float> scales(given.n);
    const Gradients to = {dx->flat<float>().data(), dp->flat<float>().data(), scales.data()};
    Parallel(c, given.n, 8 * given.n, [&](int64_t begin, int64_t end) { Backward(given, factor, to, begin, end); });
    double sum = 0;
    for (const float one : scales) sum += one;
    ds->flat<float>()(0) = static_cast<float>(sum);
  }
};

REGISTER_OP("AlignclipSeparation")
    .Input("similarities: float")
    .Input("distances: float")
    .Input("pairs: float")
    .Input("scale: float")
    .Output("loss: float")
    .SetShapeFn(tensorflow::shape_inference::ScalarShape);
REGISTER_OP("AlignclipSeparationGrad")
    .Input("similarities: float")
    .Input("distances: float")
    .Input("pairs: float")
    .Input("scale: float")
    .Input("dy: float")
    .Output("dsimilarities: float")
    .Output("dpairs: float")
    .Output("dscale: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipSeparation").Device(DEVICE_CPU), ForwardOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipSeparationGrad").Device(DEVICE_CPU), GradientOp);

}  // namespace
}  // namespace alignclip::separation
