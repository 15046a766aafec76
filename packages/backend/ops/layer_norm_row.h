// What layer normalisation and the gradient of a branch share: ε, and the mean and deviation of a row.
#pragma once

#include "op.h"

namespace alignclip::layer_norm {
namespace {

inline float EpsilonOf(OpKernelConstruction* c) {
  float epsilon = 0;
  c->SetStatus(c->GetAttr("epsilon", &epsilon));
  return epsilon;
}

struct Moments {
  float mean, inverse_deviation;
};

ALIGNCLIP_INLINE Moments RowMoments(const float* x, int64_t n, float epsilon) {
  Floats sum = {}, squares = {};
  for (int64_t j = 0; j < n; j += kLanes) sum += LoadPart(x + j, n - j);
  const float mean = SumLanes(sum) / n;
  for (int64_t j = 0; j < n; j += kLanes) {
    const Floats centred = FirstLanes(LoadPart(x + j, n - j) - mean, n - j, 0);
    squares += centred * centred;
  }
  return {mean, 1.0f / std::sqrt(SumLanes(squares) / n + epsilon)};
}

}  // namespace
}  // namespace alignclip::layer_norm
