// AdamW over all variables at once, with PyTorch's arithmetic. Where `reuse` allows it and nobody else holds the memory
// of a parameter or moment, the new values take the place of the old ones.
#include "op.h"

namespace alignclip::adam_w {
namespace {

// The layout of the input `settings`: an input because attributes that change from step to step would fill the cache
// of compiled operations.
struct Settings {
  float step_size, beta1, beta2, rest1, rest2, inverse_correction, epsilon;
};
constexpr int64_t kSettings = 7, kPiece = 16384;

// The references to a tensor that only one handle holds: its own, and the one that keeps other operations from writing
// into it.
constexpr int kReferencesOfHandle = 2;

struct Piece {
  const float *parameter, *gradient, *first, *second;
  float *new_parameter, *new_first, *new_second;
  float keep;  // 1 − learning rate · weight decay
  int64_t size;
};

ALIGNCLIP_FAST void Update(const Piece& p, const Settings& s) {
  for (int64_t j = 0; j < p.size; j += kLanes) {
    const int64_t left = p.size - j;
    const Floats gradient = LoadPart(p.gradient + j, left);
    const Floats first = s.beta1 * LoadPart(p.first + j, left) + s.rest1 * gradient;
    const Floats second = s.beta2 * LoadPart(p.second + j, left) + s.rest2 * gradient * gradient;
    Floats root;
    for (int lane = 0; lane < kLanes; lane++) root[lane] = __builtin_sqrtf(second[lane]);
    const Floats spread = root * s.inverse_correction + s.epsilon;
    StorePart(p.new_parameter + j, LoadPart(p.parameter + j, left) * p.keep - s.step_size * (first / spread), left);
    StorePart(p.new_first + j, first, left);
    StorePart(p.new_second + j, second, left);
  }
}

class AdamWOp : public OpKernel {
 public:
  explicit AdamWOp(OpKernelConstruction* c) : OpKernel(c) { OP_REQUIRES_OK(c, c->GetAttr("N", &count_)); }

  void Compute(OpKernelContext* c) override {
    const Tensor &settings = c->input(4 * count_), &keep = c->input(4 * count_ + 1), &reuse = c->input(4 * count_ + 2);
    ALIGNCLIP_REQUIRE(
        c, settings.NumElements() == kSettings && keep.NumElements() == count_ && reuse.NumElements() == 3 * count_,
        "settings must be [7], keep [N], reuse [3 N]");
    Settings s;
    std::memcpy(&s, settings.flat<float>().data(), sizeof s);
    std::vector<Piece> pieces;
    for (int i = 0; i < count_; i++) {
      if (!AddPieces(c, i, keep.flat<float>()(i), reuse.flat<float>().data() + i, pieces)) return;
    }
    Parallel(c, pieces.size(), 4 * kPiece, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) Update(pieces[i], s);
    });
  }

 private:
  bool AddPieces(OpKernelContext* c, int i, float keep, const float* reuse, std::vector<Piece>& pieces) {
    const Tensor* in[4];
    Tensor* out[3];
    for (int k = 0; k < 4; k++) {
      in[k] = &c->input(k * count_ + i);
      if (in[k]->shape() != in[0]->shape()) {
        c->CtxFailure(absl::InvalidArgumentError("shapes differ between the lists"));
        return false;
      }
    }
    for (int k = 0; k < 3; k++) {
      const auto status = Output(c, k * count_ + i, *in[k == 0 ? 0 : k + 1], reuse[k * count_] != 0, &out[k]);
      if (!status.ok()) return c->CtxFailure(status), false;
    }
    const auto from = [&](int k, int64_t at) { return in[k]->flat<float>().data() + at; };
    const auto to = [&](int k, int64_t at) { return out[k]->flat<float>().data() + at; };
    for (int64_t at = 0, n = in[0]->NumElements(); at < n; at += kPiece)
      pieces.push_back({from(0, at), from(1, at), from(2, at), from(3, at), to(0, at), to(1, at), to(2, at), keep,
                        std::min(kPiece, n - at)});
    return true;
  }

  // An output in the shape of the old value, or in its place.
  static absl::Status Output(OpKernelContext* c, int index, const Tensor& old, bool reuse, Tensor** out) {
    if (!reuse || old.RefCount() > kReferencesOfHandle) return c->allocate_output(index, old.shape(), out);
    c->set_output(index, old);
    *out = c->mutable_output(index);
    return absl::OkStatus();
  }

  int count_;
};

REGISTER_OP("AlignclipAdamW")
    .Input("parameters: N * float")
    .Input("gradients: N * float")
    .Input("first: N * float")
    .Input("second: N * float")
    .Input("settings: float")
    .Input("keep: float")
    .Input("reuse: float")
    .Output("new_parameters: N * float")
    .Output("new_first: N * float")
    .Output("new_second: N * float")
    .Attr("N: int >= 1")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipAdamW").Device(DEVICE_CPU), AdamWOp);

}  // namespace
}  // namespace alignclip::adam_w
