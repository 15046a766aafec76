// The passes of batch norm over rows: act((x − mean) · gain + bias + added), and its gradient.
#pragma once

#include "layer_norm_row.h"
#include "op.h"

namespace alignclip::column_norm {
namespace {

enum Activation { kNone, kRelu, kRelu6 };

int ActivationOf(OpKernelConstruction* c) {
  int activation = kNone;
  c->SetStatus(c->GetAttr("activation", &activation));
  if (activation < kNone || activation > kRelu6)
    c->SetStatus(absl::InvalidArgumentError("activation must be 0, 1 or 2"));
  return activation;
}

template <int kind>
ALIGNCLIP_INLINE Floats Activated(Floats z) {
  const Floats zero = {};
  if (kind == kNone) return z;
  if (kind == kRelu) return z < zero ? zero : z;  // keeps NaN
  const Floats top = Broadcast(6.0f);
  z = z < zero ? zero : z;
  return z > top ? top : z;
}

// The gradient before the activation, from that after it and the value y.
template <int kind>
ALIGNCLIP_INLINE Floats Before(Floats dy, Floats y) {
  const Floats zero = {};
  if (kind == kNone) return dy;
  const Floats passed = y > zero ? dy : zero;
  return kind == kRelu ? passed : (y < Broadcast(6.0f) ? passed : zero);
}

template <int kind>
ALIGNCLIP_INLINE void ForwardRows(const float* x, const float* mean, const float* gain, const float* bias,
                                  const float* added, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      Floats z = (LoadPart(x + j, left) - LoadPart(mean + j, left)) * LoadPart(gain + j, left);
      z += LoadPart(bias + j, left);
      if (added) z += LoadPart(added + i * n + j, left);
      StorePart(y + j, Activated<kind>(z), left);
    }
}

ALIGNCLIP_FAST void Forward(int activation, const float* x, const float* mean, const float* gain, const float* bias,
                            const float* added, float* y, int64_t rows, int64_t n) {
  if (activation == kNone) return ForwardRows<kNone>(x, mean, gain, bias, added, y, rows, n);
  if (activation == kRelu) return ForwardRows<kRelu>(x, mean, gain, bias, added, y, rows, n);
  ForwardRows<kRelu6>(x, mean, gain, bias, added, y, rows, n);
}

// Adds g and g (x − mean) of two rows at a time, with g the gradient before the activation.
template <int kind>
ALIGNCLIP_INLINE void AddGradients(const float* x, const float* mean, const float* dy, const float* y, float* sum,
                                   float* along, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 2 <= rows; i += 2, x += 2 * n, dy += 2 * n, y += 2 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats m = LoadPart(mean + j, left);
      const Floats first = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      const Floats second = Before<kind>(LoadPart(dy + n + j, left), LoadPart(y + n + j, left));
      Store(sum + j, Load(sum + j) + (first + second));
      const Floats product = first * (LoadPart(x + j, left) - m) + second * (LoadPart(x + n + j, left) - m);
      Store(along + j, Load(along + j) + product);
    }
  if (i < rows)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats g = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      Store(sum + j, Load(sum + j) + g);
      Store(along + j, Load(along + j) + g * (LoadPart(x + j, left) - LoadPart(mean + j, left)));
    }
}

ALIGNCLIP_FAST void GradientSums(int activation, const float* x, const float* mean, const float* dy, const float* y,
                                 float* sum, float* along, int64_t rows, int64_t n) {
  if (activation == kNone) return AddGradients<kNone>(x, mean, dy, y, sum, along, rows, n);
  if (activation == kRelu) return AddGradients<kRelu>(x, mean, dy, y, sum, along, rows, n);
  AddGradients<kRelu6>(x, mean, dy, y, sum, along, rows, n);
}

template <int kind>
ALIGNCLIP_INLINE void BackwardRows(const float* const* in, float* dx, int64_t rows, int64_t n) {
  const float *x = in[0], *mean = in[1], *dy = in[2], *y = in[3], *a = in[4], *b = in[5], *c = in[6];
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, y += n, dx += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats g = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      const Floats centred = LoadPart(x + j, left) - LoadPart(mean + j, left);
      StorePart(dx + j, g * LoadPart(a + j, left) + centred * LoadPart(b + j, left) + LoadPart(c + j, left), left);
    }
}

// g a + (x − mean) b + c
ALIGNCLIP_FAST void Backward(int activation, const float* const* in, float* dx, int64_t rows, int64_t n) {
  if (activation == kNone) return BackwardRows<kNone>(in, dx, rows, n);
  if (activation == kRelu) return BackwardRows<kRelu>(in, dx, rows, n);
  BackwardRows<kRelu6>(in, dx, rows, n);
}

ALIGNCLIP_FAST void ActivationGradient(int activation, const float* dy, const float* y, float* dx, int64_t count) {
  for (int64_t j = 0; j < count; j += kLanes) {
    const Floats g = LoadPart(dy + j, count - j), value = LoadPart(y + j, count - j);
    StorePart(dx + j, activation == kRelu6 ? Before<kRelu6>(g, value) : Before<kRelu>(g, value), count - j);
  }
}

struct Settings {
  explicit Settings(OpKernelConstruction* c) : epsilon(layer_norm::EpsilonOf(c)), activation(ActivationOf(c)) {}

  // scale / √(variance + ε)
  std::vector<float> Gain(const float* variance, const float* scale, int64_t n) const {
    std::vector<float> gain(n);
    for (int64_t j = 0; j < n; j++) gain[j] = scale[j] / std::sqrt(variance[j] + epsilon);
    return gain;
  }

  const float epsilon;
  const int activation;
};

}  // namespace
}  // namespace alignclip::column_norm
