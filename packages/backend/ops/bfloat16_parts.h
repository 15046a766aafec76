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

inline void PackTile(const Product& p, int64_t tile, int64_t block, uint32_t* to) {
  PackRows(p.a, block * kDepth, p.DepthOf(block), tile * kTileRows, p.RowsOf(tile), to);
}

// Where packed blocks of the depth go: words from one block to the next, and from one tile or panel of it to the next.
struct Places {
  uint32_t* words;
  int64_t block, group;
};

// Packing for `blocks` of the depth, from block `from` on, in units of work: a tile, a panel, or kPairs pairs of rows
// that are read as they lie in memory.
constexpr int64_t kPairs = 16, kParts = kDepth / 2 / kPairs;
struct Packing {
  const Product& p;
  int64_t from, blocks;

  int64_t row_units() const { return blocks * (p.a.transposed ? kParts : p.tiles()); }
  int64_t column_units() const { return blocks * (p.b.transposed ? p.panels() : kParts); }
  // About the cycles of a unit, where `columns` of one operand or both are packed in `units`.
  int64_t Cost(int64_t columns, int64_t units) const { return columns * kDepth * blocks / units * 3 / 4; }

  void Rows(int64_t unit, const Places& to) const {
    const int64_t d = unit % blocks, part = unit / blocks;
    uint32_t* block = to.words + d * to.block;
    if (!p.a.transposed) return PackTile(p, part, from + d, block + part * to.group);
    Pairs(p.a, from + d, part, p.rows, {block, kTileRows, to.group, 16});
  }

  void Columns(int64_t unit, const Places& to) const {
    const int64_t d = unit % blocks, part = unit / blocks;
    uint32_t* block = to.words + d * to.block;
    if (!p.b.transposed) return Pairs(p.b, from + d, part, p.columns, {block, kTileColumns, to.group, kTileColumns});
    PackColumns(p.b, (from + d) * kDepth, p.DepthOf(from + d), part * kTileColumns, p.columns, block + part * to.group);
  }

  // All columns, for `Rows` of other units of work.
  void AllColumns(OpKernelContext* c, const Places& to) const {
    Parallel(c, column_units(), Cost(p.columns, column_units()), [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; unit++) Columns(unit, to);
    });
  }

 private:
  void Pairs(const Operand& x, int64_t block, int64_t part, int64_t columns, const Groups& to) const {
    const int64_t depth = p.DepthOf(block), last = std::min((part + 1) * kPairs, (depth + 1) / 2);
    PackPairs(x, block * kDepth, depth, part * kPairs, last, columns, to);
  }
};

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
