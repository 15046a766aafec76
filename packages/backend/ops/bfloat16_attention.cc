// Bfloat16Attention: attention.cc with rows of q, k and v in bfloat16, which have their bias already, and its gradient,
// in and out in bfloat16 too. Sums of the gradient's rows are those of its numbers before they are rounded.
#include "bfloat16_head.h"
#include "bfloat16_tensor.h"

namespace alignclip::attention {
namespace {

#if ALIGNCLIP_HAS_BFLOAT16

// Rows [tokens, d] of a head into a matrix in bfloat16.
ALIGNCLIP_BFLOAT16 static void RoundHead(const float* from, uint16_t* to, int64_t stride, const Shape& s) {
  for (int64_t t = 0; t < s.tokens; t++)
    for (int64_t d = 0; d < s.size; d += kLanes)
      bfloat16::StoreLow(to + t * stride + d, (__m512)LoadPart(from + t * s.padded_size() + d, s.size - d), s.size - d);
}

inline HeadRows HeadOf(const uint16_t* qkv, const Shape& s) {
  const int64_t w = s.width();
  const auto part = [&](int64_t which) { return Operand{nullptr, 3 * w, false, qkv + which * w}; };
  return {part(0), part(1), part(2)};
}

inline void LowForward(const uint16_t* qkv, uint16_t* out, const LowMemory& m, const Shape& s, float scale) {
  LowForward(HeadOf(qkv, s), nullptr, m.outer, s.padded_size(), m, s, scale);
  RoundHead(m.outer, out, s.width(), s);
}

inline void LowBackward(const uint16_t* qkv, const uint16_t* dout, uint16_t* dqkv, float* dbias, const LowMemory& m,
                        const Shape& s, float scale) {
  const int64_t w = s.width();
  float *const d[] = {m.query, m.key, m.value}, *const sums[] = {dbias, dbias + w, dbias + 2 * w};
  LowBackward(HeadOf(qkv, s), {nullptr, w, false, dout}, d, s.padded_size(), sums, m, s, scale);
  for (int part = 0; part < 3; part++) RoundHead(d[part], dqkv + part * w, 3 * w, s);
}

#else

inline void LowForward(const uint16_t*, uint16_t*, const LowMemory&, const Shape&, float) {}
inline void LowBackward(const uint16_t*, const uint16_t*, uint16_t*, float*, const LowMemory&, const Shape&, float) {}

#endif

class Bfloat16AttentionKernel : public OpKernel {
 public:
  explicit Bfloat16AttentionKernel(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("tokens", &tokens_));
    OP_REQUIRES_OK(c, c->GetAttr("heads", &heads_));
    OP_REQUIRES_OK(c, c->GetAttr("causal", &causal_));
    ALIGNCLIP_REQUIRE(c, bfloat16::Supported(), "this processor has no AVX512-BF16");
  }

 protected:
  bool ReadShape(OpKernelContext* c, Shape& s) const {
    const Tensor& qkv = c->input(0);
    const int64_t columns = qkv.dims() == 2 ? 2 * qkv.dim_size(1) : 0;
    if (qkv.dims() != 2 || qkv.dim_size(0) % tokens_ != 0 || columns % (3 * heads_) != 0 || columns / 3 % 2 != 0) {
      c->CtxFailure(absl::InvalidArgumentError("qkv must be [batch * tokens, 3 * heads * d / 2]"));
      return false;
    }
    s = {qkv.dim_size(0) / tokens_, tokens_, heads_, columns / (3 * heads_), causal_};
    return true;
  }

  static int64_t Cost(const Shape& s) { return s.tokens * s.tokens * s.size / 8; }

 private:
  int64_t tokens_, heads_;
  bool causal_;
};

class Bfloat16AttentionOp : public Bfloat16AttentionKernel {
 public:
  using Bfloat16AttentionKernel::Bfloat16AttentionKernel;

  void Compute(OpKernelContext* c) override {
    Shape s;
    if (!ReadShape(c, s)) return;
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({s.batch * s.tokens, s.width() / 2}), &out));
    const float scale = 1.0f / std::sqrt(static_cast<float>(s.size));
    const uint16_t* in = bfloat16::LowNumbers(c->input(0));
    uint16_t* to = bfloat16::LowNumbers(*out);
    Parallel(c, s.batch * s.heads, Cost(s), [=](int64_t begin, int64_t end) {
      const LowMemory m(Scratch(LowMemory::Floats(s)), s);
      for (int64_t unit = begin; unit < end; unit++) {
        const int64_t row = unit / s.heads * s.tokens, column = unit % s.heads * s.size;
        LowForward(in + row * 3 * s.width() + column, to + row * s.width() + column, m, s, scale);
      }
    });
  }
};

class Bfloat16AttentionGradOp : public Bfloat16AttentionKernel {
 public:
  using Bfloat16AttentionKernel::Bfloat16AttentionKernel;

  void Compute(OpKernelContext* c) override {
    Shape s;
    if (!ReadShape(c, s)) return;
    ALIGNCLIP_REQUIRE(c, 2 * c->input(1).NumElements() == s.batch * s.tokens * s.width(),
                      "dout must be [batch * tokens, w / 2]");
    Tensor *dqkv, *dbias;
    OP_REQUIRES_OK(c, c->allocate_output(0, c->input(0).shape(), &dqkv));
    OP_REQUIRES_OK(c, c->allocate_output(1, TensorShape({3 * s.width()}), &dbias));
    std::vector<float> partial(s.batch * 3 * s.width());  // each example's share of dbias
    const float scale = 1.0f / std::sqrt(static_cast<float>(s.size));
    const uint16_t *in = bfloat16::LowNumbers(c->input(0)), *dout = bfloat16::LowNumbers(c->input(1));
    uint16_t* to = bfloat16::LowNumbers(*dqkv);
    float* sums = partial.data();
    Parallel(c, s.batch * s.heads, 3 * Cost(s), [=](int64_t begin, int64_t end) {
      const LowMemory m(Scratch(LowMemory::Floats(s)), s);
      for (int64_t unit = begin; unit < end; unit++) {
        const int64_t row = unit / s.heads * s.tokens, column = unit % s.heads * s.size;
        LowBackward(in + row * 3 * s.width() + column, dout + row * s.width() + column,
                    to + row * 3 * s.width() + column, sums + unit / s.heads * 3 * s.width() + column, m, s, scale);
      }
    });
    AddBlocks(sums, s.batch, 3 * s.width(), 3 * s.width(), dbias->flat<float>().data());
  }
};

REGISTER_OP("AlignclipBfloat16Attention")
    .Input("qkv: int32")
    .Output("out: int32")
    .Attr("tokens: int >= 1")
    .Attr("heads: int >= 1")
    .Attr("causal: bool")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipBfloat16AttentionGrad")
    .Input("qkv: int32")
    .Input("dout: int32")
    .Output("dqkv: int32")
    .Output("dbias: float")
    .Attr("tokens: int >= 1")
    .Attr("heads: int >= 1")
    .Attr("causal: bool")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipBfloat16Attention").Device(DEVICE_CPU), Bfloat16AttentionOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipBfloat16AttentionGrad").Device(DEVICE_CPU), Bfloat16AttentionGradOp);

}  // namespace
}  // namespace alignclip::attention
