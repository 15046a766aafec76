// The order of work of a product whose result is rounded to bfloat16.
#pragma once

#include "bfloat16_parts.h"

#if ALIGNCLIP_HAS_BFLOAT16

namespace alignclip::bfloat16 {

// A tile of sums with the bias into a result in bfloat16.
ALIGNCLIP_BFLOAT16 static void StoreTile(const float* sums, const Product& p, int64_t tile, int64_t column) {
  const int64_t rows = p.RowsOf(tile), columns = std::min(kTileColumns, p.columns - column);
  for (int64_t j = 0; j < columns; j += 16) {
    const __mmask16 mask = FirstOf16(p.bias == nullptr ? 0 : columns - j);
    const __m512 bias = _mm512_maskz_loadu_ps(mask, p.bias + column + j);
    uint16_t* to = p.low + tile * kTileRows * p.columns + column + j;
    for (int64_t i = 0; i < rows; i++)
      StoreLow(to + i * p.columns, _mm512_add_ps(_mm512_load_ps(sums + i * kTileColumns + j), bias), columns - j);
  }
}

// A result in bfloat16: as ByRows, with each tile summed over the whole depth before it is rounded.
inline void ByTiles(OpKernelContext* c, const Product& p) {
  constexpr int64_t kTiles = 8;
  const int64_t panels = p.panels(), depths = p.depths(), tiles = p.tiles();
  const Packed b(panels * depths * kColumnWords);
  Parallel(c, panels * depths, kPackCost, [&](int64_t begin, int64_t end) {
    for (int64_t u = begin; u < end; u++) PackPanel(p, u / depths, u % depths, b.at(u * kColumnWords));
  });
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
        for (int64_t t = first; t < last; t++) {
          for (int64_t d = 0; d < depths; d++) {
            const Target to = {sums, kTileColumns, kTileColumns, d > 0, false};
            Multiply(p, t, d, packed(t, d), b.at((j * depths + d) * kColumnWords), to);
          }
          StoreTile(sums, p, t, j * kTileColumns);
        }
    }
  });
}

}  // namespace alignclip::bfloat16

#endif
