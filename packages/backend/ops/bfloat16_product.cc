// Bfloat16Product: op(a) · op(b) of float32 matrices whose numbers are rounded to bfloat16 on the way; sums in float32.
#include "addon.h"
#include "bfloat16_order.h"

namespace alignclip::bfloat16 {
namespace {

class Bfloat16ProductOp : public OpKernel {
 public:
  explicit Bfloat16ProductOp(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("transpose_a", &transpose_a_));
    OP_REQUIRES_OK(c, c->GetAttr("transpose_b", &transpose_b_));
  }

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Supported(), "this processor has no AVX512-BF16");
    const Tensor &a = c->input(0), &b = c->input(1);
    ALIGNCLIP_REQUIRE(c, a.dims() == 2 && b.dims() == 2, "a and b must be matrices");
    const int64_t rows = a.dim_size(transpose_a_ ? 1 : 0), depth = a.dim_size(transpose_a_ ? 0 : 1);
    const int64_t columns = b.dim_size(transpose_b_ ? 0 : 1);
    ALIGNCLIP_REQUIRE(c, b.dim_size(transpose_b_ ? 1 : 0) == depth, "the inner sizes of a and b differ");
    Tensor* product;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({rows, columns}), &product));
    if (product->NumElements() == 0) return;
    const Operand left = {a.flat<float>().data(), a.dim_size(1), transpose_a_};
    const Operand right = {b.flat<float>().data(), b.dim_size(1), transpose_b_};
    Run(c, {left, right, rows, columns, depth, product->flat<float>().data()});
  }

 private:
  bool transpose_a_, transpose_b_;
};

REGISTER_OP("AlignclipBfloat16Product")
    .Input("a: float")
    .Input("b: float")
    .Output("product: float")
    .Attr("transpose_a: bool")
    .Attr("transpose_b: bool")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipBfloat16Product").Device(DEVICE_CPU), Bfloat16ProductOp);

}  // namespace

napi_value Works(napi_env env, Arguments) {
  napi_value answer;
  Must(napi_get_boolean(env, Supported(), &answer));
  return answer;
}

}  // namespace alignclip::bfloat16
