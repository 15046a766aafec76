// Mean and deviation of a row.
#pragma once

#include "vector.h"

namespace alignclip::layer_norm {
namespace {

struct Moments {
  float mean, inverse_deviation;
};

ALIGNCLIP_INLINE Moments RowMoments(const float* x, int64_t n, float epsilon) {
  Vector sum = {}, squares = {};
  for (int64_t j = 0; j < n; j += kLanes) sum += LoadPart(x + j, n - j);
  const float mean = SumLanes(sum) / n;
  for (int64_t j = 0; j < n; j += kLanes) {
    const Vector centred = FirstLanes(LoadPart(x + j, n - j) - mean, n - j, 0);
    squares += centred * centred;
  }
  return {mean, 1.0f / std::sqrt(SumLanes(squares) / n + epsilon)};
}

}  // namespace
}  // namespace alignclip::layer_norm
