// The sizes of an attention, and the working memory of a head.
#pragma once

#include <vector>

#include "simd.h"

namespace alignclip::attention {
namespace {

struct Shape {
  int64_t batch, tokens, heads, size;
  bool causal;
  int64_t width() const { return heads * size; }
  int64_t padded_tokens() const { return RoundUp(tokens); }
  int64_t padded_size() const { return RoundUp(size); }
  int64_t by_token() const { return tokens * padded_size(); }    // floats of a matrix [tokens, d]
  int64_t by_feature() const { return size * padded_tokens(); }  // of one [d, tokens]
  int64_t square() const { return tokens * padded_tokens(); }    // of one [tokens, tokens]
};

// Working memory of the calling thread, kept for the next call.
inline float* Scratch(int64_t floats) {
  thread_local std::vector<float> memory;
  if (static_cast<int64_t>(memory.size()) < floats) memory.resize(floats);
  return memory.data();
}

}  // namespace
}  // namespace alignclip::attention
