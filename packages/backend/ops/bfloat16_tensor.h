// Tensors of bfloat16: of 32-bit integers, each of which holds two neighbours of a row, as tfjs knows no shorter
// numbers.
#pragma once

#include "op.h"

namespace alignclip::bfloat16 {

inline const uint16_t* LowNumbers(const Tensor& x) {
  return reinterpret_cast<const uint16_t*>(x.flat<int32_t>().data());
}
inline uint16_t* LowNumbers(Tensor& x) { return reinterpret_cast<uint16_t*>(x.flat<int32_t>().data()); }

}  // namespace alignclip::bfloat16
