// Mean and biased variance of columns.
#include "op.h"

namespace alignclip::column_moments {
namespace {

// Adds the rows to sum, which is padded to whole SIMD registers; four at a time.
ALIGNCLIP_FAST void AddRows(const float* x, float* sum, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4, x += 4 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats first = LoadPart(x + j, left) + LoadPart(x + n + j, left);
      const Floats last = LoadPart(x + 2 * n + j, left) + LoadPart(x + 3 * n + j, left);
      Store(sum + j, Load(sum + j) + (first + last));
    }
  for (; i < rows; i++, x += n)
    for (int64_t j = 0; j < n; j += kLanes) Store(sum + j, Load(sum + j) + LoadPart(x + j, n - j));
}

ALIGNCLIP_INLINE Floats Square(const float* x, Floats mean, int64_t left) {
  const Floats centred = LoadPart(x, left) - mean;
  return centred * centred;
}

// The same for (x − mean)².
ALIGNCLIP_FAST void AddSquares(const float* x, const float* mean, float* sum, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4, x += 4 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats m = LoadPart(mean + j, left);
      const Floats first = Square(x + j, m, left) + Square(x + n + j, m, left);
      const Floats last = Square(x + 2 * n + j, m, left) + Square(x + 3 * n + j, m, left);
      Store(sum + j, Load(sum + j) + (first + last));
    }
  for (; i < rows; i++, x += n)
    for (int64_t j = 0; j < n; j += kLanes)
      Store(sum + j, Load(sum + j) + Square(x + j, LoadPart(mean + j, n - j), n - j));
}

// Mean and biased variance of each column of x [.., d], in blocks of rows that depend on the shape only.
class MomentsOp : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* c) override {
    const Tensor& x = c->input(0);
    ALIGNCLIP_REQUIRE(c, x.dims() >= 2 && x.NumElements() > 0, "x must be [n, d] and not empty");
    const int64_t n = x.dim_size(x.dims() - 1), rows = x.NumElements() / n;
    Tensor *mean, *variance;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({n}), &mean));
    OP_REQUIRES_OK(c, c->allocate_output(1, TensorShape({n}), &variance));
    const float* from = x.flat<float>().data();
    float *m = mean->flat<float>().data(), *v = variance->flat<float>().data();
    Average(c, rows, n, m, [&](int64_t first, int64_t count, float* sum) { AddRows(from + first * n, sum, count, n); });
    Average(c, rows, n, v,
            [&](int64_t first, int64_t count, float* sum) { AddSquares(from + first * n, m, sum, count, n); });
  }

 private:
  template <typename Add>
  static void Average(OpKernelContext* c, int64_t rows, int64_t n, float* to, const Add& add) {
    const Blocks blocks(rows);
    const int64_t padded = RoundUp(n);
    std::vector<float> partial(blocks.count * padded, 0.0f);
    Parallel(c, blocks.count, n * blocks.size, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++)
        add(blocks.begin(b), blocks.end(b) - blocks.begin(b), partial.data() + b * padded);
    });
    AddBlocks(partial.data(), blocks.count, padded, n, to);
    for (int64_t j = 0; j < n; j++) to[j] /= rows;
  }
};

REGISTER_OP("AlignclipColumnMoments")
    .Input("x: float")
    .Output("mean: float")
    .Output("variance: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnMoments").Device(DEVICE_CPU), MomentsOp);

}  // namespace
}  // namespace alignclip::column_moments
