// Attention of one head of one example in bfloat16, forward and backward: attention_head.h with the operands of its
// products rounded while they are packed. Sums, softmax and the gradient of softmax are float32. A tile of rows goes
// through all its products before the next one, so that its scores stay in the nearest cache.
#pragma once

#include "attention_head.h"
#include "bfloat16_panels.h"

namespace alignclip::attention {
namespace {

#if ALIGNCLIP_HAS_BFLOAT16

using bfloat16::kTileRows;
using bfloat16::MultiplyTile;
using bfloat16::Operand;
using bfloat16::PackPanels;
using bfloat16::Panels;
using bfloat16::Tiles;

// Words of the calling thread, kept for the next call.
inline uint32_t* WordsOfThread(int64_t words) {
  thread_local std::vector<bfloat16::Line> memory;
  if (static_cast<int64_t>(memory.size()) < words / 16) memory.resize(words / 16);
  return memory.data()->words;
}

// Working memory of a head: matrices as in attention_head.h, and packed operands.
struct LowMemory {
  float *query, *key, *value, *outer, *p, *dp;
  uint32_t *rows, *by_feature, *second_by_feature, *by_token;

  static int64_t Floats(const Shape& s) { return 4 * s.by_token() + 2 * s.square(); }
  static int64_t Words(const Shape& s) {
    return bfloat16::kRowWords + 2 * Panels::Words(s.size, s.tokens) + Panels::Words(s.tokens, s.size);
  }

  LowMemory(float* floats, const Shape& s)
      : query(floats),
        key(query + s.by_token()),
        value(key + s.by_token()),
        outer(value + s.by_token()),
        p(outer + s.by_token()),
        dp(p + s.square()),
        rows(WordsOfThread(Words(s))),
        by_feature(rows + bfloat16::kRowWords),
        second_by_feature(by_feature + Panels::Words(s.size, s.tokens)),
        by_token(second_by_feature + Panels::Words(s.size, s.tokens)) {}
};

// Rows of one head, [tokens, d].
struct HeadRows {
  Operand query, key, value;
};

inline Operand Crossed(Operand x) {
  x.transposed = true;
  return x;
}

// Probabilities of a tile of rows, [rows, padded tokens].
ALIGNCLIP_BFLOAT16_INLINE void LowProbabilities(const Operand& query, const Panels& keys, const Tiles& t, float* p,
                                                const LowMemory& m, const Shape& s, float scale, const float* shift) {
  const int64_t pt = s.padded_tokens();
  MultiplyTile(query, keys, t, p, pt, m.rows);
  for (int64_t r = 0; r < t.rows; r++) {
    const int64_t n = s.causal ? t.row + r + 1 : s.tokens;
    if (shift != nullptr) Shift(p + r * pt, shift + (t.row + r) * s.tokens, n, scale);
    Softmax(p + r * pt, n, t.columns, shift != nullptr ? 1.0f : scale);
  }
}

ALIGNCLIP_BFLOAT16 static void LowForward(const HeadRows& of, const float* shift, float* out, int64_t stride,
                                          const LowMemory& m, const Shape& s, float scale) {
  const int64_t n = s.tokens;
  const Panels keys = PackPanels(Crossed(of.key), s.size, n, m.by_feature);
  const Panels values = PackPanels(of.value, n, s.size, m.by_token);
  for (int64_t i = 0; i < n; i += kTileRows) {
    const int64_t rows = std::min(kTileRows, n - i), seen = s.causal ? i + rows : n;
    LowProbabilities(of.query, keys, {i, rows, RoundUp(seen), 0, s.size}, m.p, m, s, scale, shift);
    MultiplyTile({m.p, s.padded_tokens(), false}, values, {0, rows, s.size, 0, seen}, out + i * stride, stride, m.rows);
  }
}

// The products of all rows of aᵀ · b, [tokens, d]. Row j of a causal one is a sum from token j on.
ALIGNCLIP_BFLOAT16 static void MultiplyTransposed(const float* a, const Panels& b, float* c, int64_t stride,
                                                  const LowMemory& m, const Shape& s) {
  for (int64_t j = 0; j < s.tokens; j += kTileRows) {
    const int64_t rows = std::min(kTileRows, s.tokens - j);
    MultiplyTile({a, s.padded_tokens(), true}, b, {j, rows, s.size, s.causal ? j : 0, s.tokens}, c + j * stride, stride,
                 m.rows);
  }
}

// The gradients of query, key and value go to d[0], d[1] and d[2], the sums of their rows to the same of dbias.
ALIGNCLIP_BFLOAT16 static void LowBackward(const HeadRows& of, const Operand& outer, float* const d[3], int64_t stride,
                                           float* const dbias[3], const LowMemory& m, const Shape& s, float scale) {
  const int64_t pt = s.padded_tokens(), n = s.tokens;
  const Panels crossed_keys = PackPanels(Crossed(of.key), s.size, n, m.by_feature);
  const Panels crossed_values = PackPanels(Crossed(of.value), s.size, n, m.second_by_feature);
  const Panels keys = PackPanels(of.key, n, s.size, m.by_token);
  for (int64_t i = 0; i < n; i += kTileRows) {  // dS, then dq = dS k
    const int64_t rows = std::min(kTileRows, n - i), seen = s.causal ? i + rows : n;
    const Tiles scores = {i, rows, RoundUp(seen), 0, s.size};
    float *p = m.p + i * pt, *dp = m.dp + i * pt;
    LowProbabilities(of.query, crossed_keys, scores, p, m, s, scale, nullptr);
    MultiplyTile(outer, crossed_values, scores, dp, pt, m.rows);
    for (int64_t r = 0; r < rows; r++) SoftmaxGradient(p + r * pt, dp + r * pt, seen, scale);
    MultiplyTile({dp, pt, false}, keys, {0, rows, s.size, 0, seen}, d[0] + i * stride, stride, m.rows);
  }
  MultiplyTransposed(m.dp, PackPanels(of.query, n, s.size, m.by_token), d[1], stride, m, s);
  MultiplyTransposed(m.p, PackPanels(outer, n, s.size, m.by_token), d[2], stride, m, s);
  for (int part = 0; part < 3; part++) SumTokens(d[part], stride, dbias[part], s);
}

// The same from and into float32 rows, of which q, k and v have their bias still to come.
ALIGNCLIP_BFLOAT16 static HeadRows PackHead(const float* qkv, const float* bias, const LowMemory& m, const Shape& s) {
  const int64_t w = s.width(), ps = s.padded_size();
  Pack(qkv, bias, 3 * w, m.query, s);
  Pack(qkv + w, bias + w, 3 * w, m.key, s);
  Pack(qkv + 2 * w, bias + 2 * w, 3 * w, m.value, s);
  return {{m.query, ps, false}, {m.key, ps, false}, {m.value, ps, false}};
}

inline void LowForward(const float* qkv, const float* bias, const float* shift, float* out, const LowMemory& m,
                       const Shape& s, float scale) {
  LowForward(PackHead(qkv, bias, m, s), shift, out, s.width(), m, s, scale);
}

inline void LowBackward(const float* qkv, const float* bias, const float* dout, float* dqkv, float* dbias,
                        const LowMemory& m, const Shape& s, float scale) {
  const int64_t w = s.width();
  float *const d[] = {dqkv, dqkv + w, dqkv + 2 * w}, *const sums[] = {dbias, dbias + w, dbias + 2 * w};
  LowBackward(PackHead(qkv, bias, m, s), {dout, w, false}, d, 3 * w, sums, m, s, scale);
}

#else

struct LowMemory {
  static int64_t Floats(const Shape&) { return 0; }
  LowMemory(float*, const Shape&) {}
};
inline void LowForward(const float*, const float*, const float*, float*, const LowMemory&, const Shape&, float) {}
inline void LowBackward(const float*, const float*, const float*, float*, float*, const LowMemory&, const Shape&,
                        float) {}

#endif

}  // namespace
}  // namespace alignclip::attention
