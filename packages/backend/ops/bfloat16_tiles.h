// The order of work of a product whose result is rounded to bfloat16.
#pragma once

#include "bfloat16_parts.h"

#if ALIGNCLIP_HAS_BFLOAT16

namespace alignclip::bfloat16 {

// A tile of block d of the depth, summed in `sums` up to the last one.
inline Target TargetOf(const Product& p, int64_t tile, int64_t panel, int64_t d, float* sums, bool streams) {
  const int64_t column = panel * kTileColumns, columns = std::min(kTileColumns, p.columns - column);
  Target to = {sums, kTileColumns, columns, d > 0, false};
  if (d + 1 < p.depths()) return to;
  to.low = p.low + tile * kTileRows * p.columns + column;
  to.low_stride = p.columns;
  to.bias = p.bias == nullptr ? nullptr : p.bias + column;
  to.streams = streams;
  return to;
}

// A result in bfloat16: as ByRows, with each tile summed over the whole depth before it is rounded.
inline void ByTiles(OpKernelContext* c, const Product& p) {
  constexpr int64_t kTiles = 8, kLarge = 1 << 20;
  const int64_t panels = p.panels(), depths = p.depths(), tiles = p.tiles();
  const Packed b(panels * depths * kColumnWords);
  Packing{p, 0, depths}.AllColumns(c, {b.at(0), kColumnWords, depths * kColumnWords});
  const bool aligned = p.columns % kTileColumns == 0 && reinterpret_cast<uintptr_t>(p.low) % 64 == 0;
  const bool streams = aligned && p.rows * p.columns > kLarge;
  const int64_t cost = kTiles * depths * (panels * kTileCost + kPackCost);
  Parallel(c, (tiles + kTiles - 1) / kTiles, cost, [&](int64_t begin, int64_t end) {
    const Packed a(kTiles * depths * kRowWords);
    alignas(64) float sums[kTileRows * kTileColumns];
    for (int64_t u = begin; u < end; u++) {
      const int64_t first = u * kTiles, last = std::min(tiles, first + kTiles);
      const auto packed = [&](int64_t t, int64_t d) { return a.at(((t - first) * depths + d) * kRowWords); };
      for (int64_t t = first; t < last; t++)
        for (int64_t d = 0; d < depths; d++) PackTile(p, t, d, packed(t, d));
      for (int64_t j = 0; j < panels; j++)
        for (int64_t t = first; t < last; t++)
          for (int64_t d = 0; d < depths; d++)
            Multiply(p, t, d, packed(t, d), b.at((j * depths + d) * kColumnWords), TargetOf(p, t, j, d, sums, streams));
    }
    if (streams) _mm_sfence();
  });
}

// The same of few rows, which would be too few units of work: both operands are packed first; a unit is two tiles of
// rows by four panels of columns.
inline void ByFewTiles(OpKernelContext* c, const Product& p) {
  constexpr int64_t kTiles = 2, kPanels = 4;
  const int64_t panels = p.panels(), depths = p.depths(), tiles = p.tiles();
  const int64_t tile_groups = (tiles + kTiles - 1) / kTiles, panel_groups = (panels + kPanels - 1) / kPanels;
  const Packed a(tiles * depths * kRowWords), b(panels * depths * kColumnWords);
  const Packing packing = {p, 0, depths};
  const int64_t columns = packing.column_units(), units = columns + packing.row_units();
  Parallel(c, units, packing.Cost(p.rows + p.columns, units), [&](int64_t begin, int64_t end) {
    for (int64_t u = begin; u < end; u++) {
      if (u < columns) packing.Columns(u, {b.at(0), kColumnWords, depths * kColumnWords});
      else packing.Rows(u - columns, {a.at(0), kRowWords, depths * kRowWords});
    }
  });
  Parallel(c, tile_groups * panel_groups, kTiles * kPanels * depths * kTileCost, [&](int64_t begin, int64_t end) {
    alignas(64) float sums[kTileRows * kTileColumns];
    for (int64_t u = begin; u < end; u++) {
      const int64_t tile = u % tile_groups * kTiles, panel = u / tile_groups * kPanels;
      for (int64_t j = panel; j < std::min(panels, panel + kPanels); j++)
        for (int64_t t = tile; t < std::min(tiles, tile + kTiles); t++)
          for (int64_t d = 0; d < depths; d++)
            Multiply(p, t, d, a.at((t * depths + d) * kRowWords), b.at((j * depths + d) * kColumnWords),
                     TargetOf(p, t, j, d, sums, false));
    }
  });
}

}  // namespace alignclip::bfloat16

#endif
