// PackedAttention: softmax(q kᵀ / √d) v from rows that hold q, k and v side by side, a bias added to each row, and its
// gradient, which recomputes the probabilities. ShiftedAttention also adds a matrix of each head to the scores. One
// unit of work is one head of one example; its matrices fit the cache. With `in_bfloat16` the operands of all products
// are rounded to it.
#include "bfloat16_head.h"
#include "op.h"

namespace alignclip::attention {
namespace {

class AttentionKernel : public OpKernel {
 public:
  explicit AttentionKernel(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("tokens", &tokens_));
    OP_REQUIRES_OK(c, c->GetAttr("heads", &heads_));
    OP_REQUIRES_OK(c, c->GetAttr("causal", &causal_));
    OP_REQUIRES_OK(c, c->GetAttr("in_bfloat16", &low_));
    ALIGNCLIP_REQUIRE(c, !low_ || bfloat16::Supported(), "this processor has no AVX512-BF16");
  }

 protected:
  bool ReadShape(OpKernelContext* c, Shape& s) const {
    const Tensor& qkv = c->input(0);
    if (qkv.dims() != 2 || qkv.dim_size(0) % tokens_ != 0 || qkv.dim_size(1) % (3 * heads_) != 0) {
      c->CtxFailure(absl::InvalidArgumentError("qkv must be [batch * tokens, 3 * heads * d]"));
      return false;
    }
    if (c->input(1).NumElements() != qkv.dim_size(1)) {
      c->CtxFailure(absl::InvalidArgumentError("bias must have a number for each column of qkv"));
      return false;
    }
    s = {qkv.dim_size(0) / tokens_, tokens_, heads_, qkv.dim_size(1) / (3 * heads_), causal_};
    return true;
  }

  static int64_t Cost(const Shape& s) { return s.tokens * s.tokens * s.size / 4; }

  int64_t tokens_, heads_;
  bool causal_, low_;
};

class AttentionOp : public AttentionKernel {
 public:
  using AttentionKernel::AttentionKernel;

  void Compute(OpKernelContext* c) override {
    Shape s;
    if (!ReadShape(c, s)) return;
    const bool shifted = c->num_inputs() == 3;
    ALIGNCLIP_REQUIRE(c, !shifted || c->input(2).NumElements() == s.heads * s.tokens * s.tokens,
                      "shift must be [heads, tokens, tokens]");
    const float* shift = shifted ? c->input(2).flat<float>().data() : nullptr;
    Tensor* out;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({s.batch * s.tokens, s.width()}), &out));
    const float scale = 1.0f / std::sqrt(static_cast<float>(s.size));
    const float *in = c->input(0).flat<float>().data(), *bias = c->input(1).flat<float>().data();
    float* to = out->flat<float>().data();
    const bool low = low_;
    Parallel(c, s.batch * s.heads, Cost(s), [=](int64_t begin, int64_t end) {
      float* scratch = Scratch(low ? LowMemory::Floats(s) : 3 * s.by_token() + s.by_feature() + s.square());
      for (int64_t unit = begin; unit < end; unit++) {
        const int64_t row = unit / s.heads * s.tokens, column = unit % s.heads * s.size;
        const float* own = shift == nullptr ? nullptr : shift + unit % s.heads * s.tokens * s.tokens;
        const float* qkv = in + row * 3 * s.width() + column;
        float* mixed = to + row * s.width() + column;
        if (low) LowForward(qkv, bias + column, own, mixed, LowMemory(scratch, s), s, scale);
        else HeadForward(qkv, bias + column, own, mixed, scratch, s, scale);
      }
    });
  }
};

class AttentionGradOp : public AttentionKernel {
 public:
  using AttentionKernel::AttentionKernel;

  void Compute(OpKernelContext* c) override {
    Shape s;
    if (!ReadShape(c, s)) return;
    ALIGNCLIP_REQUIRE(c, c->input(2).NumElements() == s.batch * s.tokens * s.width(),
                      "dout must be [batch * tokens, w]");
    Tensor *dqkv, *dbias;
    OP_REQUIRES_OK(c, c->allocate_output(0, c->input(0).shape(), &dqkv));
    OP_REQUIRES_OK(c, c->allocate_output(1, TensorShape({3 * s.width()}), &dbias));
    std::vector<float> partial(s.batch * 3 * s.width());  // each example's share of dbias
    const float scale = 1.0f / std::sqrt(static_cast<float>(s.size));
    const float *in = c->input(0).flat<float>().data(), *bias = c->input(1).flat<float>().data();
    const float* dout = c->input(2).flat<float>().data();
    float *to = dqkv->flat<float>().data(), *sums = partial.data();
    const bool low = low_;
    Parallel(c, s.batch * s.heads, 3 * Cost(s), [=](int64_t begin, int64_t end) {
      float* scratch = Scratch(low ? LowMemory::Floats(s) : 4 * s.by_token() + s.by_feature() + 2 * s.square());
      for (int64_t unit = begin; unit < end; unit++) {
        const int64_t row = unit / s.heads * s.tokens, column = unit % s.heads * s.size;
        const float *qkv = in + row * 3 * s.width() + column, *outer = dout + row * s.width() + column;
        float *dqkv = to + row * 3 * s.width() + column, *dsum = sums + unit / s.heads * 3 * s.width() + column;
        if (low) LowBackward(qkv, bias + column, outer, dqkv, dsum, LowMemory(scratch, s), s, scale);
        else HeadBackward(qkv, bias + column, outer, dqkv, dsum, scratch, s, scale);
      }
    });
    AddBlocks(sums, s.batch, 3 * s.width(), 3 * s.width(), dbias->flat<float>().data());
  }
};

REGISTER_OP("AlignclipAttention")
    .Input("qkv: float")
    .Input("bias: float")
    .Output("out: float")
    .Attr("tokens: int >= 1")
    .Attr("heads: int >= 1")
    .Attr("causal: bool")
    .Attr("in_bfloat16: bool = false")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipShiftedAttention")
    .Input("qkv: float")
    .Input("bias: float")
    .Input("shift: float")
    .Output("out: float")
    .Attr("tokens: int >= 1")
    .Attr("heads: int >= 1")
    .Attr("causal: bool")
    .Attr("in_bfloat16: bool = false")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipAttentionGrad")
    .Input("qkv: float")
    .Input("bias: float")
    .Input("dout: float")
    .Output("dqkv: float")
    .Output("dbias: float")
    .Attr("tokens: int >= 1")
    .Attr("heads: int >= 1")
    .Attr("causal: bool")
    .Attr("in_bfloat16: bool = false")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipAttention").Device(DEVICE_CPU), AttentionOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipShiftedAttention").Device(DEVICE_CPU), AttentionOp);
REGISTER_KERNEL_BUILDER(Name("AlignclipAttentionGrad").Device(DEVICE_CPU), AttentionGradOp);

}  // namespace
}  // namespace alignclip::attention
