// One operation for all formulas that work on the rows of a matrix: checks of shapes, outputs, threads and sums over
// rows. A formula is a struct with
//   kInputs, kOutputs   what each input and output is: kRows [n, d], kVector [d], or (outputs) kSum [d], a sum over
//   rows kShapes             the error for other shapes kCost               about the cycles per number a constructor
//   from OpKernelConstruction*, which reads the attributes operator()(RowBlock) const, which computes a block of rows
#pragma once

#include <array>
#include <iterator>

#include "op.h"

namespace alignclip {

// Rows are those of a matrix, or of its last axis where a tensor has more.
enum class Form { kRows, kVector, kSum };

// A block of rows: pointers to the first of them in each [n, d], to the start of each [d].
struct RowBlock {
  const float* const* in;
  float* const* out;  // null for a sum
  float* sums;        // the block's share of each sum, `padded` floats apart, padded to whole SIMD registers; add to it
  int64_t padded, rows, n;
};

template <typename Formula>
class RowOp : public OpKernel {
 public:
  explicit RowOp(OpKernelConstruction* c) : OpKernel(c), formula_(c) {}

  void Compute(OpKernelContext* c) override {
    const TensorShape& shape = FirstRows(c)->shape();
    ALIGNCLIP_REQUIRE(c, shape.dims() >= 2 && Fits(c, shape), Formula::kShapes);
    const int64_t n = shape.dim_size(shape.dims() - 1), count = n == 0 ? 0 : shape.num_elements() / n;
    Inputs given;
    Outputs made;
    for (int k = 0; k < kIns; k++) given[k] = c->input(k).flat<float>().data();
    for (int k = 0; k < kOuts; k++) {
      Tensor* out;
      const bool rows = Formula::kOutputs[k] == Form::kRows;
      OP_REQUIRES_OK(c, c->allocate_output(k, rows ? shape : TensorShape({n}), &out));
      made[k] = out->flat<float>().data();
    }
    if (kSums == 0) {
      Parallel(c, count, Formula::kCost * n,
               [&](int64_t begin, int64_t end) { Run(given, made, nullptr, begin, end - begin, n); });
    } else {
      RunBlocks(c, given, made, count, n);
    }
  }

 private:
  static constexpr int kIns = std::size(Formula::kInputs), kOuts = std::size(Formula::kOutputs);
  using Inputs = std::array<const float*, kIns>;
  using Outputs = std::array<float*, kOuts>;

  static constexpr int CountSums() {
    int sums = 0;
    for (const Form form : Formula::kOutputs) sums += form == Form::kSum;
    return sums;
  }
  static constexpr int kSums = CountSums();

  static const Tensor* FirstRows(OpKernelContext* c) {
    int k = 0;
    while (Formula::kInputs[k] != Form::kRows) k++;
    return &c->input(k);
  }

  static bool Fits(OpKernelContext* c, const TensorShape& shape) {
    for (int k = 0; k < kIns; k++) {
      const Tensor& input = c->input(k);
      const bool rows = Formula::kInputs[k] == Form::kRows;
      if (rows ? input.shape() != shape : input.NumElements() != shape.dim_size(shape.dims() - 1)) return false;
    }
    return true;
  }

  // Sums are taken in blocks of rows and then added first to last, so that the number of threads doesn't matter.
  void RunBlocks(OpKernelContext* c, const Inputs& given, const Outputs& made, int64_t rows, int64_t n) const {
    const Blocks blocks(rows);
    const int64_t padded = RoundUp(n);
    std::vector<float> partial(blocks.count * kSums * padded, 0.0f);
    Parallel(c, blocks.count, Formula::kCost * n * blocks.size, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; b++) {
        float* sums = partial.data() + b * kSums * padded;
        Run(given, made, sums, blocks.begin(b), blocks.end(b) - blocks.begin(b), n);
      }
    });
    const float* sum = partial.data();
    for (int k = 0; k < kOuts; k++) {
      if (Formula::kOutputs[k] != Form::kSum) continue;
      AddBlocks(sum, blocks.count, kSums * padded, n, made[k]);
      sum += padded;
    }
  }

  void Run(const Inputs& given, const Outputs& made, float* sums, int64_t first, int64_t rows, int64_t n) const {
    Inputs in;
    Outputs out;
    for (int k = 0; k < kIns; k++) in[k] = Formula::kInputs[k] == Form::kRows ? given[k] + first * n : given[k];
    for (int k = 0; k < kOuts; k++) out[k] = Formula::kOutputs[k] == Form::kRows ? made[k] + first * n : nullptr;
    formula_(RowBlock{in.data(), out.data(), sums, RoundUp(n), rows, n});
  }

  const Formula formula_;
};

}  // namespace alignclip
