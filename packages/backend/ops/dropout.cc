// Dropout: x times 0 where the draw of row and column is below the rate, times 1 / (1 − rate) elsewhere; draws are made
// on the way, so the gradient is the same operation on dy. DropBranch: x + dropout(product + bias).
#include "draws.h"
#include "op.h"

namespace alignclip::dropout {
namespace {

struct Rate {
  int32_t least;  // the smallest draw that is kept
  float scale;    // 1 / (1 − rate)
};

ALIGNCLIP_INLINE Floats Factors(const uint32_t* words, int64_t j, const Rate& rate) {
  return Draws(words[0], words[1], j) >= rate.least - Integers{} ? Broadcast(rate.scale) : Floats{};
}

ALIGNCLIP_FAST void Drop(const float* x, const uint32_t* words, float* y, Rate rate, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n, words += 2)
    for (int64_t j = 0; j < n; j += kLanes) StorePart(y + j, LoadPart(x + j, n - j) * Factors(words, j, rate), n - j);
}

ALIGNCLIP_FAST void DropAndAdd(const float* product, const float* bias, const float* x, const uint32_t* words, float* y,
                               Rate rate, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, product += n, x += n, y += n, words += 2)
    for (int64_t j = 0; j < n; j += kLanes) {
      const Floats branch = LoadPart(product + j, n - j) + LoadPart(bias + j, n - j);
      StorePart(y + j, LoadPart(x + j, n - j) + branch * Factors(words, j, rate), n - j);
    }
}

class DropOp : public OpKernel {
 public:
  explicit DropOp(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("rate", &rate_));
    OP_REQUIRES_OK(c, c->GetAttr("scale", &scale_));
  }

 protected:
  Rate rate() const { return {static_cast<int32_t>(std::ceil(rate_ * 16777216.0)), scale_}; }

  static bool Fits(const Tensor& rows, const Tensor& words) {
    return rows.dims() == 2 && words.dims() == 2 && words.dim_size(0) == rows.dim_size(0) && words.dim_size(1) == 2;
  }

  static const uint32_t* WordsOf(const Tensor& words) {
    return reinterpret_cast<const uint32_t*>(words.flat<int32_t>().data());
  }

 private:
  float rate_, scale_;
};

class DropoutOp : public DropOp {
 public:
  using DropOp::DropOp;

  void Compute(OpKernelContext* c) override {
    const Tensor &x = c->input(0), &words = c->input(1);
    ALIGNCLIP_REQUIRE(c, Fits(x, words), "x must be [n, d], words [n, 2]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float* px = x.flat<float>().data();
    const uint32_t* pw = WordsOf(words);
    float* py = y->flat<float>().data();
    const Rate rate = this->rate();
    Parallel(c, x.dim_size(0), 2 * n, [=](int64_t begin, int64_t end) {
      Drop(px + begin * n, pw + 2 * begin, py + begin * n, rate, end - begin, n);
    });
  }
};

class DropBranchOp : public DropOp {
 public:
  using DropOp::DropOp;

  void Compute(OpKernelContext* c) override {
    const Tensor &product = c->input(0), &bias = c->input(1), &x = c->input(2), &words = c->input(3);
    ALIGNCLIP_REQUIRE(c, Fits(x, words) && product.shape() == x.shape() && bias.NumElements() == x.dim_size(1),
                      "product and x must be [n, d], bias [d], words [n, 2]");
    Tensor* y;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    const int64_t n = x.dim_size(1);
    const float *pp = product.flat<float>().data(), *pb = bias.flat<float>().data(), *px = x.flat<float>().data();
    const uint32_t* pw = WordsOf(words);
    float* py = y->flat<float>().data();
    const Rate rate = this->rate();
    Parallel(c, x.dim_size(0), 3 * n, [=](int64_t begin, int64_t end) {
      const int64_t at = begin * n;
      DropAndAdd(pp + at, pb, px + at, pw + 2 * begin, py + at, rate, end - begin, n);
    });
  }
};

REGISTER_OP("AlignclipDropout")
    .Input("x: float")
    .Input("words: int32")
    .Output("y: float")
    .Attr("rate: float")
    .Attr("scale: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipDropBranch")
    .Input("product: float")
    .Input("bias: float")
    .Input("x: float")
    .Input("words: int32")
    .Output("y: float")
    .Attr("rate: float")
    .Attr("scale: float")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipDropout").Device(DEVICE_CPU), DropoutOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipDropBranch").Device(DEVICE_CPU), DropBranchOp);

}  // namespace
}  // namespace alignclip::dropout
