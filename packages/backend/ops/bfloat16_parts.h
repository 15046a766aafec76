// The parts of a bfloat16 product: its matrices, packed operands, a tile of the result.
#pragma once

#include <memory>

#include "bfloat16_pack.h"
#include "bfloat16_tile.h"
#include "op.h"

namespace alignclip::bfloat16 {

struct Product {
  Operand a, b;
  int64_t rows, columns, depth;
  float* c;
  // Where it is set, the result, with `bias` [columns] added unless that is null, is rounded to bfloat16 and goes here.
  uint16_t* low = nullptr;
  const float* bias = nullptr;

  int64_t tiles() const { return (rows + kTileRows - 1) / kTileRows; }
  int64_t panels() const { return (columns + kTileColumns - 1) / kTileColumns; }
  int64_t depths() const { return std::max<int64_t>(1, (depth + kDepth - 1) / kDepth); }
  int64_t RowsOf(int64_t tile) const { return std::min(kTileRows, rows - tile * kTileRows); }
  int64_t DepthOf(int64_t block) const { return std::min(kDepth, depth - block * kDepth); }
};

#if ALIGNCLIP_HAS_BFLOAT16

struct alignas(64) Line {
  uint32_t words[16];
};

// Words in whole cache lines.
class Packed {
 public:
  explicit Packed(int64_t words) : lines_(new Line[words / 16]) {}
  uint32_t* at(int64_t word) const { return lines_.get()->words + word; }

 private:
  std::unique_ptr<Line[]> lines_;
};

inline void PackPanel(const Product& p, int64_t panel, int64_t block, uint32_t* to) {
  PackColumns(p.b, block * kDepth, p.DepthOf(block), panel * kTileColumns, p.columns, to);
}

inline void PackTile(const Product& p, int64_t tile, int64_t block, uint32_t* to) {
  PackRows(p.a, block * kDepth, p.DepthOf(block), tile * kTileRows, p.RowsOf(tile), to);
}

// One tile from what is packed for one block of the depth.
inline void Multiply(const Product& p, int64_t tile, int64_t block, const uint32_t* a, const uint32_t* b,
                     const Target& to) {
  const int64_t pairs = (p.DepthOf(block) + 1) / 2;
  if (p.a.transposed) return Tile<true>(p.RowsOf(tile), a, b, pairs, to);
  return Tile<false>(p.RowsOf(tile), a, b, pairs, to);
}

// The same into the result.
inline void Multiply(const Product& p, int64_t tile, int64_t panel, int64_t block, const uint32_t* a, const uint32_t* b,
                     bool streams = false) {
  const int64_t column = panel * kTileColumns, columns = std::min(kTileColumns, p.columns - column);
  Multiply(
      p, tile, block, a, b,
      {p.c + tile * kTileRows * p.columns + column, p.columns, columns, block > 0, streams && columns == kTileColumns});
}

// About the cycles of a tile and of its packing, for one block of the depth.
constexpr int64_t kTileCost = kTileRows * kDepth, kPackCost = kTileColumns * kDepth / 4;

#endif

}  // namespace alignclip::bfloat16
