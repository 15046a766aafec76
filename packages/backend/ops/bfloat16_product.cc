// Bfloat16Product: op(a) · op(b) with numbers rounded to bfloat16 on the way; sums in float32. An operand may be
// float32 or already bfloat16, and so may the result, with a bias added before it is rounded. A matrix [n, d] in
// bfloat16 is a tensor [n, d / 2] of 32-bit integers (bfloat16_tensor.h).
#include "addon.h"
#include "bfloat16_order.h"
#include "bfloat16_tensor.h"

namespace alignclip::bfloat16 {
namespace {

using tensorflow::DT_INT32;

// The columns of a matrix of either type.
int64_t ColumnsOf(const Tensor& x) { return x.dtype() == DT_INT32 ? 2 * x.dim_size(1) : x.dim_size(1); }

Operand OperandOf(const Tensor& x, bool transposed) {
  if (x.dtype() == DT_INT32) return {nullptr, ColumnsOf(x), transposed, LowNumbers(x)};
  return {x.flat<float>().data(), ColumnsOf(x), transposed};
}

class Bfloat16ProductOp : public OpKernel {
 public:
  explicit Bfloat16ProductOp(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("transpose_a", &transpose_a_));
    OP_REQUIRES_OK(c, c->GetAttr("transpose_b", &transpose_b_));
    low_ = output_type(0) == DT_INT32;
  }

  void Compute(OpKernelContext* c) override {
    ALIGNCLIP_REQUIRE(c, Supported(), "this processor has no AVX512-BF16");
    const Tensor &a = c->input(0), &b = c->input(1);
    ALIGNCLIP_REQUIRE(c, a.dims() == 2 && b.dims() == 2, "a and b must be matrices");
    const int64_t rows = transpose_a_ ? ColumnsOf(a) : a.dim_size(0);
    const int64_t depth = transpose_a_ ? a.dim_size(0) : ColumnsOf(a);
    const int64_t columns = transpose_b_ ? b.dim_size(0) : ColumnsOf(b);
    ALIGNCLIP_REQUIRE(c, (transpose_b_ ? ColumnsOf(b) : b.dim_size(0)) == depth, "the inner sizes of a and b differ");
    ALIGNCLIP_REQUIRE(c, !low_ || columns % 2 == 0, "a result in bfloat16 must have an even number of columns");
    const bool biased = c->num_inputs() > 2;
    ALIGNCLIP_REQUIRE(c, !biased || (low_ && c->input(2).NumElements() == columns),
                      "a bias must have a number for each column of a result in bfloat16");
    Tensor* product;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({rows, low_ ? columns / 2 : columns}), &product));
    if (product->NumElements() == 0) return;
    Product p = {OperandOf(a, transpose_a_), OperandOf(b, transpose_b_), rows, columns, depth, nullptr};
    if (low_) p.low = LowNumbers(*product);
    else p.c = product->flat<float>().data();
    if (biased) p.bias = c->input(2).flat<float>().data();
    Run(c, p);
  }

 private:
  bool transpose_a_, transpose_b_, low_;
};

REGISTER_OP("AlignclipBfloat16Product")
    .Input("a: Ta")
    .Input("b: Tb")
    .Input("bias: N * float")
    .Output("product: Tout")
    .Attr("Ta: {float, int32} = DT_FLOAT")
    .Attr("Tb: {float, int32} = DT_FLOAT")
    .Attr("Tout: {float, int32} = DT_FLOAT")
    .Attr("N: int >= 0 = 0")
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
