// A product on the calling thread, inside matrices that fit the cache, with operands rounded to bfloat16 while they are
// packed; sums in float32, block by block of the depth.
#pragma once

#include "bfloat16_parts.h"

#if ALIGNCLIP_HAS_BFLOAT16

namespace alignclip::bfloat16 {

// op(b), [depth, columns], packed for all tiles of a product.
struct Panels {
  int64_t depth, columns;
  uint32_t* words;

  static int64_t Count(int64_t columns) { return (columns + kTileColumns - 1) / kTileColumns; }
  static int64_t Words(int64_t depth, int64_t columns) { return Count(columns) * kTileColumns * ((depth + 1) / 2); }

  // The lines of 32 columns from an even place of the depth on; those of a block of the depth lie one after another.
  uint32_t* at(int64_t place, int64_t panel) const {
    const int64_t start = place / kDepth * kDepth, pairs = (std::min(kDepth, depth - start) + 1) / 2;
    return words + (start / 2 * Count(columns) + panel * pairs + (place - start) / 2) * kTileColumns;
  }
};

ALIGNCLIP_BFLOAT16 static Panels PackPanels(const Operand& b, int64_t depth, int64_t columns, uint32_t* words) {
  const Panels to = {depth, columns, words};
  for (int64_t from = 0; from < depth; from += kDepth)
    for (int64_t panel = 0; panel < Panels::Count(columns); panel++)
      PackColumns(b, from, std::min(kDepth, depth - from), panel * kTileColumns, columns, to.at(from, panel));
  return to;
}

// A tile of rows of a · b: those of a from `row` on, columns [0, columns) of b, the sum over [from, to) of the depth.
// `from` is even, and so is `to` unless it is the end.
struct Tiles {
  int64_t row, rows, columns, from, to;
};

ALIGNCLIP_BFLOAT16 static void MultiplyTile(const Operand& a, const Panels& b, const Tiles& t, float* c, int64_t stride,
                                            uint32_t* packed) {
  for (int64_t from = t.from, end; from < t.to; from = end) {
    end = std::min(t.to, from / kDepth * kDepth + kDepth);
    PackRows(a, from, end - from, t.row, t.rows, packed);
    for (int64_t column = 0; column < t.columns; column += kTileColumns) {
      const int64_t columns = std::min(kTileColumns, t.columns - column), pairs = (end - from + 1) / 2;
      const Target to = {c + column, stride, columns, from > t.from, false};
      const uint32_t* lines = b.at(from, column / kTileColumns);
      if (a.transposed) Tile<true>(t.rows, packed, lines, pairs, to);
      else Tile<false>(t.rows, packed, lines, pairs, to);
    }
  }
}

}  // namespace alignclip::bfloat16

#endif
