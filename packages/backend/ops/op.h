// What all operations share. TensorFlow's thread pool does the work in blocks whose bounds and order of
// summation depend on the shapes only, so that a rerun gives the same bits whatever the number of threads.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "tensorflow/core/framework/common_shape_fns.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

#include "simd.h"

namespace alignclip {

using tensorflow::DEVICE_CPU;
using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

// Work on the units [begin, end).
using WorkOnRange = std::function<void(int64_t begin, int64_t end)>;

// Runs `work` over [0, total) on all threads; `cost` is about the cycles per unit.
inline void Parallel(OpKernelContext* context, int64_t total, int64_t cost, const WorkOnRange& work) {
  using Threads = tsl::thread::ThreadPool;
  const auto adaptive = Threads::SchedulingParams::Adaptive(cost);
  context->device()->tensorflow_cpu_worker_threads()->workers->ParallelFor(total, adaptive, work);
}

// Rows in at most 64 blocks of at least 32 rows: the units of sums over rows.
struct Blocks {
  explicit Blocks(int64_t rows)
      : rows(rows), size(std::max<int64_t>(32, (rows + 63) / 64)), count((rows + size - 1) / size) {}
  int64_t begin(int64_t block) const { return block * size; }
  int64_t end(int64_t block) const { return std::min(rows, (block + 1) * size); }
  const int64_t rows, size, count;
};

// Adds up the blocks' partial vectors [blocks, stride], first to last, into `to` [n].
inline void AddBlocks(const float* partial, int64_t blocks, int64_t stride, int64_t n, float* to) {
  std::fill(to, to + n, 0.0f);
  for (int64_t b = 0; b < blocks; b++)
    for (int64_t j = 0; j < n; j++) to[j] += partial[b * stride + j];
}

#define ALIGNCLIP_REQUIRE(context, condition, message) \
  OP_REQUIRES(context, condition, absl::InvalidArgumentError(message))

}  // namespace alignclip
