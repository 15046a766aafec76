// EmbeddingGrad: the sum of the gradient's rows that share an id, as a table. Each thread owns a range of columns, so
// that every number is summed in the order of the ids.
#include "op.h"

namespace alignclip::embedding_grad {
namespace {

constexpr int64_t kColumns = 64;

ALIGNCLIP_FAST void Add(const float* rows, const int32_t* ids, float* table, int64_t count, int64_t width,
                        int64_t begin, int64_t end) {
  for (int64_t i = 0; i < count; i++) {
    const float* from = rows + i * width;
    float* to = table + ids[i] * width;
    for (int64_t j = begin; j < end; j++) to[j] += from[j];
  }
}

class EmbeddingGradOp : public OpKernel {
 public:
  explicit EmbeddingGradOp(OpKernelConstruction* c) : OpKernel(c) { OP_REQUIRES_OK(c, c->GetAttr("rows", &rows_)); }

  void Compute(OpKernelContext* c) override {
    const Tensor &dy = c->input(0), &ids = c->input(1);
    ALIGNCLIP_REQUIRE(c, dy.dims() == 2 && ids.NumElements() == dy.dim_size(0), "dy must be [n, d], ids [n]");
    const int32_t* pi = ids.flat<int32_t>().data();
    const int64_t count = dy.dim_size(0), width = dy.dim_size(1);
    for (int64_t i = 0; i < count; i++) ALIGNCLIP_REQUIRE(c, pi[i] >= 0 && pi[i] < rows_, "an id is not in the table");
    Tensor* table;
    OP_REQUIRES_OK(c, c->allocate_output(0, TensorShape({rows_, width}), &table));
    const float* pg = dy.flat<float>().data();
    float* pt = table->flat<float>().data();
    Parallel(c, rows_, width / 4 + 1,
             [=](int64_t begin, int64_t end) { std::fill(pt + begin * width, pt + end * width, 0.0f); });
    Parallel(c, (width + kColumns - 1) / kColumns, count * kColumns, [=](int64_t begin, int64_t end) {
      Add(pg, pi, pt, count, width, begin * kColumns, std::min(width, end * kColumns));
    });
  }

 private:
  int64_t rows_;
};

REGISTER_OP("AlignclipEmbeddingGrad")
    .Input("dy: float")
    .Input("ids: int32")
    .Output("dtable: float")
    .Attr("rows: int >= 1")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipEmbeddingGrad").Device(DEVICE_CPU), EmbeddingGradOp);

}  // namespace
}  // namespace alignclip::embedding_grad
