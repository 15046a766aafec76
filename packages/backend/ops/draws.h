// Uniform numbers of a row by column, as `uniformOf` in packages/core/src/draws.ts makes them.
#pragma once

#include "simd.h"

namespace alignclip {

typedef uint32_t Words __attribute__((vector_size(64)));

// Of the columns j to j + 15 from the row's two words: whole numbers in [0, 2^24).
ALIGNCLIP_INLINE Integers Draws(uint32_t start, uint32_t middle, int64_t j) {
  Words word = (Words)LaneNumbers() + (start + static_cast<uint32_t>(j));
  word = (word ^ (word >> 17)) * 0xed5ad4bbu + middle;
  word = (word ^ (word >> 11)) * 0xac4c1b51u;
  word = (word ^ (word >> 15)) * 0x31848babu;
  return (Integers)((word ^ (word >> 14)) >> 8);
}

}  // namespace alignclip
