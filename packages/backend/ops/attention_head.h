// Attention of one head of one example, forward and backward, in working memory that fits the cache.
#pragma once

#include "attention_shape.h"
#include "small_product.h"

namespace alignclip::attention {
namespace {

// The rows of one head from a packed matrix, padded with zeros.
ALIGNCLIP_INLINE void Pack(const float* from, int64_t stride, float* to, const Shape& s) {
  for (int64_t t = 0; t < s.tokens; t++)
    for (int64_t d = 0; d < s.size; d += kLanes)
      Store(to + t * s.padded_size() + d, LoadPart(from + t * stride + d, s.size - d));
}

// The same with the bias added to each row.
ALIGNCLIP_INLINE void Pack(const float* from, const float* bias, int64_t stride, float* to, const Shape& s) {
  for (int64_t d = 0; d < s.size; d += kLanes) {
    const Floats shift = LoadPart(bias + d, s.size - d);
    for (int64_t t = 0; t < s.tokens; t++)
      Store(to + t * s.padded_size() + d, LoadPart(from + t * stride + d, s.size - d) + shift);
  }
}

ALIGNCLIP_INLINE void PackTransposed(const float* from, const float* bias, int64_t stride, float* to, const Shape& s) {
  for (int64_t d = 0; d < s.size; d++) {
    float* row = to + d * s.padded_tokens();
    for (int64_t t = 0; t < s.tokens; t++) row[t] = from[t * stride + d] + bias[d];
    for (int64_t t = s.tokens; t < s.padded_tokens(); t++) row[t] = 0;
  }
}

ALIGNCLIP_INLINE void Unpack(const float* from, float* to, int64_t stride, const Shape& s) {
  for (int64_t t = 0; t < s.tokens; t++)
    for (int64_t d = 0; d < s.size; d += kLanes)
      StorePart(to + t * stride + d, Load(from + t * s.padded_size() + d), s.size - d);
}

// Sums of a head's columns over the tokens.
ALIGNCLIP_INLINE void SumTokens(const float* from, int64_t stride, float* to, const Shape& s) {
  for (int64_t d = 0; d < s.size; d += kLanes) {
    Floats sum = {};
    for (int64_t t = 0; t < s.tokens; t++) sum += LoadPart(from + t * stride + d, s.size - d);
    StorePart(to + d, sum, s.size - d);
  }
}

// Turns the first n products of a row into probabilities, followed by zeros.
ALIGNCLIP_INLINE void Softmax(float* row, int64_t n, int64_t padded, float scale) {
  Floats top = Broadcast(-INFINITY), total = {};
  for (int64_t j = 0; j < n; j += kLanes) top = Max(FirstLanes(Load(row + j) * scale, n - j, -INFINITY), top);
  const float highest = MaxLane(top);
  for (int64_t j = 0; j < n; j += kLanes) {
    const Floats e = FirstLanes(Exp(Load(row + j) * scale - highest), n - j, 0);
    total += e;
    Store(row + j, e);
  }
  const float factor = 1.0f / SumLanes(total);
  for (int64_t j = 0; j < n; j += kLanes) Store(row + j, Load(row + j) * factor);
  for (int64_t j = RoundUp(n); j < padded; j += kLanes) Store(row + j, Floats{});
}

// The first n products of a row, scaled, with a shift added to each.
ALIGNCLIP_INLINE void Shift(float* row, const float* shift, int64_t n, float scale) {
  for (int64_t j = 0; j < n; j += kLanes) Store(row + j, Load(row + j) * scale + LoadPart(shift + j, n - j));
}

// query [tokens, d] × key transposed [d, tokens] → probabilities [tokens, tokens]. `shift`, if there is one, has the
// same shape and is added to the scores.
ALIGNCLIP_INLINE void Probabilities(const float* query, const float* key, float* p, const Shape& s, float scale,
                                    const float* shift = nullptr) {
  const int64_t pt = s.padded_tokens();
  for (int64_t i = 0; i < s.tokens; i += kRows) {
    const int64_t rows = i + kRows < s.tokens ? kRows : s.tokens - i;
    const int64_t seen = s.causal ? RoundUp(i + rows) : pt;
    RowsProduct(rows, query + i * s.padded_size(), s.padded_size(), 1, key, pt, p + i * pt, pt, seen, s.size);
    for (int64_t r = 0; r < rows; r++) {
      const int64_t n = s.causal ? i + r + 1 : s.tokens;
      if (shift != nullptr) Shift(p + (i + r) * pt, shift + (i + r) * s.tokens, n, scale);
      Softmax(p + (i + r) * pt, n, pt, shift != nullptr ? 1.0f : scale);
    }
  }
}

ALIGNCLIP_FAST void HeadForward(const float* qkv, const float* bias, const float* shift, float* out, float* scratch,
                                const Shape& s, float scale) {
  const int64_t stride = 3 * s.width(), ps = s.padded_size(), pt = s.padded_tokens();
  float *query = scratch, *key = query + s.by_token(), *value = key + s.by_feature(), *p = value + s.by_token();
  float* result = p + s.square();
  Pack(qkv, bias, stride, query, s);
  PackTransposed(qkv + s.width(), bias + s.width(), stride, key, s);
  Pack(qkv + 2 * s.width(), bias + 2 * s.width(), stride, value, s);
  Probabilities(query, key, p, s, scale, shift);
  for (int64_t i = 0; i < s.tokens; i += kRows) {
    const int64_t rows = i + kRows < s.tokens ? kRows : s.tokens - i;
    RowsProduct(rows, p + i * pt, pt, 1, value, ps, result + i * ps, ps, ps, s.causal ? i + rows : s.tokens);
  }
  Unpack(result, out, s.width(), s);
}

// dP → dS = P ∘ (dP − rowsum(P ∘ dP)) · scale, in place.
ALIGNCLIP_INLINE void SoftmaxGradient(const float* p, float* dp, int64_t n, float scale) {
  Floats along = {};
  for (int64_t j = 0; j < n; j += kLanes) along += Load(p + j) * Load(dp + j);
  const float sum = SumLanes(along);
  for (int64_t j = 0; j < n; j += kLanes) Store(dp + j, Load(p + j) * (Load(dp + j) - sum) * scale);
}

ALIGNCLIP_FAST void HeadBackward(const float* qkv, const float* bias, const float* dout, float* dqkv, float* dbias,
                                 float* scratch, const Shape& s, float scale) {
  const int64_t w = s.width(), stride = 3 * w, ps = s.padded_size(), pt = s.padded_tokens(), n = s.tokens;
  float *query = scratch, *key = query + s.by_token(), *outer = key + s.by_token(), *result = outer + s.by_token();
  float *crossed = result + s.by_token(), *p = crossed + s.by_feature(), *dp = p + s.square();
  Pack(qkv, bias, stride, query, s);
  Pack(qkv + w, bias + w, stride, key, s);
  Pack(dout, w, outer, s);
  PackTransposed(qkv + w, bias + w, stride, crossed, s);
  Probabilities(query, crossed, p, s, scale);
  PackTransposed(qkv + 2 * w, bias + 2 * w, stride, crossed, s);
  for (int64_t i = 0; i < n; i += kRows) {  // dS, then dq = dS k
    const int64_t rows = i + kRows < n ? kRows : n - i;
    const int64_t seen = s.causal ? i + rows : n;
    RowsProduct(rows, outer + i * ps, ps, 1, crossed, pt, dp + i * pt, pt, RoundUp(seen), s.size);
    for (int64_t r = 0; r < rows; r++) SoftmaxGradient(p + (i + r) * pt, dp + (i + r) * pt, seen, scale);
    RowsProduct(rows, dp + i * pt, pt, 1, key, ps, result + i * ps, ps, ps, seen);
  }
  Unpack(result, dqkv, stride, s);
  SumTokens(result, ps, dbias, s);
  for (int64_t j = 0; j < n; j += kRows) {  // dk = dSᵀ q
    const int64_t rows = j + kRows < n ? kRows : n - j, first = s.causal ? j / kRows * kRows : 0;
    RowsProduct(rows, dp + first * pt + j, 1, pt, query + first * ps, ps, result + j * ps, ps, ps, n - first);
  }
  Unpack(result, dqkv + w, stride, s);
  SumTokens(result, ps, dbias + w, s);
  for (int64_t j = 0; j < n; j += kRows) {  // dv = Pᵀ dout
    const int64_t rows = j + kRows < n ? kRows : n - j, first = s.causal ? j / kRows * kRows : 0;
    RowsProduct(rows, p + first * pt + j, 1, pt, outer + first * ps, ps, result + j * ps, ps, ps, n - first);
  }
  Unpack(result, dqkv + 2 * w, stride, s);
  SumTokens(result, ps, dbias + 2 * w, s);
}

}  // namespace
}  // namespace alignclip::attention
