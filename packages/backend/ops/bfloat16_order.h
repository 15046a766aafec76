// The order of work of a bfloat16 product on all threads. Every number of the result is the sum over blocks of kDepth,
// first to last, of sums in one register: its bits depend on its row of a and its column of b alone, not on the other
// rows or on the number of threads.
#pragma once

#include "bfloat16_tiles.h"

namespace alignclip::bfloat16 {

#if ALIGNCLIP_HAS_BFLOAT16

// Many rows: all of b is packed once; a unit of work is eight tiles of rows, which stay in the cache.
inline void ByRows(OpKernelContext* c, const Product& p) {
  constexpr int64_t kTiles = 8, kLarge = 1 << 20;
  const int64_t panels = p.panels(), depths = p.depths(), tiles = p.tiles();
  const Packed b(panels * depths * kColumnWords);
  Packing{p, 0, depths}.AllColumns(c, {b.at(0), panels * kColumnWords, kColumnWords});
  const bool aligned = p.columns % 16 == 0 && reinterpret_cast<uintptr_t>(p.c) % 64 == 0;
  const bool streams = aligned && depths == 1 && p.rows * p.columns > kLarge;
  const int64_t cost = kTiles * depths * (panels * kTileCost + kPackCost);
  Parallel(c, (tiles + kTiles - 1) / kTiles, cost, [&](int64_t begin, int64_t end) {
    const Packed a(kTiles * kRowWords);
    for (int64_t u = begin; u < end; u++) {
      const int64_t first = u * kTiles, last = std::min(tiles, first + kTiles);
      for (int64_t d = 0; d < depths; d++) {
        for (int64_t t = first; t < last; t++) PackTile(p, t, d, a.at((t - first) * kRowWords));
        for (int64_t j = 0; j < panels; j++)
          for (int64_t t = first; t < last; t++)
            Multiply(p, t, j, d, a.at((t - first) * kRowWords), b.at((d * panels + j) * kColumnWords), streams);
      }
    }
    if (streams) _mm_sfence();
  });
}

// Both operands of ByDepth, packed for some blocks of the depth.
struct PackedBlocks {
  PackedBlocks(const Product& p, int64_t blocks)
      : p(p), a(p.tiles() * blocks * kRowWords), b(p.panels() * blocks * kColumnWords) {}

  uint32_t* Rows(int64_t d, int64_t tile) const { return a.at((d * p.tiles() + tile) * kRowWords); }
  uint32_t* Columns(int64_t d, int64_t panel) const { return b.at((d * p.panels() + panel) * kColumnWords); }

  const Product& p;
  const Packed a, b;
};

// Packs blocks [from, from + blocks).
inline void PackBlocks(OpKernelContext* c, const PackedBlocks& to, int64_t from, int64_t blocks) {
  const Product& p = to.p;
  const Packing packing = {p, from, blocks};
  const int64_t columns = packing.column_units(), units = columns + packing.row_units();
  Parallel(c, units, packing.Cost(p.rows + p.columns, units), [&](int64_t begin, int64_t end) {
    for (int64_t u = begin; u < end; u++) {
      if (u < columns) packing.Columns(u, {to.Columns(0, 0), p.panels() * kColumnWords, kColumnWords});
      else packing.Rows(u - columns, {to.Rows(0, 0), p.tiles() * kRowWords, kRowWords});
    }
  });
}

// Few rows, as the gradient of a kernel has: both are packed for four blocks of the depth at a time; a unit of work is
// two tiles of rows by four panels of columns.
inline void ByDepth(OpKernelContext* c, const Product& p) {
  constexpr int64_t kBlocks = 4, kTiles = 2, kPanels = 4;
  const int64_t panels = p.panels(), depths = p.depths(), tiles = p.tiles();
  const int64_t tile_groups = (tiles + kTiles - 1) / kTiles, panel_groups = (panels + kPanels - 1) / kPanels;
  const PackedBlocks packed(p, std::min(kBlocks, depths));
  for (int64_t from = 0; from < depths; from += kBlocks) {
    const int64_t blocks = std::min(kBlocks, depths - from);
    PackBlocks(c, packed, from, blocks);
    Parallel(c, tile_groups * panel_groups, kTiles * kPanels * blocks * kTileCost, [&](int64_t begin, int64_t end) {
      for (int64_t u = begin; u < end; u++) {
        const int64_t tile = u % tile_groups * kTiles, panel = u / tile_groups * kPanels;
        for (int64_t d = 0; d < blocks; d++)
          for (int64_t j = panel; j < std::min(panels, panel + kPanels); j++)
            for (int64_t t = tile; t < std::min(tiles, tile + kTiles); t++)
              Multiply(p, t, j, from + d, packed.Rows(d, t), packed.Columns(d, j));
      }
    });
  }
}

inline void Run(OpKernelContext* c, const Product& p) {
  constexpr int64_t kFewRows = 1024;
  if (p.low != nullptr) return p.rows <= kFewRows ? ByFewTiles(c, p) : ByTiles(c, p);
  if (p.rows <= kFewRows) return ByDepth(c, p);
  return ByRows(c, p);
}

#else

inline void Run(OpKernelContext*, const Product&) {}

#endif

}  // namespace alignclip::bfloat16
