// Crops: a box of each image, resampled to a square in two passes and looked up as floats, on threads of their own
// while JavaScript goes on. Weights and look-up table are inputs, so the bytes equal those of the composed form.
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "addon_work.h"
#include "crop_passes.h"

namespace alignclip::crops {
namespace {

struct Batch {
  std::vector<Span<uint8_t>> images;
  Span<int32_t> boxes, taps;
  Span<float> table;  // [3, 256]
  int64_t size;
  Span<float> out;  // [n, size, size, 3]

  const Crop& crop(int64_t i) const { return reinterpret_cast<const Crop*>(boxes.data)[i]; }
};

bool TapsInside(const Batch& b, int64_t from, int64_t max, int64_t inputs) {
  if (from < 0 || max < 1 || from + b.size * (2 + max) > b.taps.length) return false;
  for (int64_t i = 0; i < b.size; i++) {
    const int64_t start = b.taps.data[from + i], length = b.taps.data[from + b.size + i];
    if (start < 0 || length < 0 || length > max || start + length > inputs) return false;
  }
  return true;
}

bool Inside(const Batch& b, const Crop& c, int64_t bytes) {
  const int64_t last = (int64_t{c.top} + c.height - 1) * c.row_length + c.left + c.width;  // pixels up to the last one
  return (c.channels == 1 || c.channels == 3) && c.left >= 0 && c.top >= 0 && c.width > 0 && c.height > 0 &&
         c.left + int64_t{c.width} <= c.row_length && last * c.channels <= bytes &&
         TapsInside(b, c.across, c.across_max, c.width) && TapsInside(b, c.down, c.down_max, c.height);
}

void Check(const Batch& b) {
  const int64_t count = b.images.size();
  Require(b.boxes.length == count * kNumbers && b.table.length == 768, "boxes must be [n, 10], table [3, 256]");
  Require(b.size > 0 && b.out.length == count * b.size * b.size * 3, "out must be [n, size, size, 3]");
  for (int64_t i = 0; i < count; i++)
    Require(Inside(b, b.crop(i), b.images[i].length), "a crop or its weights reach outside");
}

// [size, size, channels] bytes → [size, size, 3] floats; grey is repeated.
void LookUp(const uint8_t* square, int channels, const float* table, float* out, int64_t size) {
  for (int64_t i = 0; i < size * size; i++, square += channels)
    for (int c = 0; c < 3; c++) out[3 * i + c] = table[256 * c + square[channels == 3 ? c : 0]];
}

void Make(const Batch& b, int64_t begin, int64_t end) {
  const int64_t size = b.size;
  std::vector<uint8_t> scratch, square(size * size * 3);
  for (int64_t i = begin; i < end; i++) {
    const Crop& crop = b.crop(i);
    scratch.resize(std::max<size_t>(scratch.size(), ScratchBytes(crop, size)));
    Resample(b.images[i].data, crop, b.taps.data, size, scratch.data(), square.data());
    LookUp(square.data(), crop.channels, b.table.data, b.out.data + i * size * size * 3, size);
  }
}

// Throws what the first of the threads threw.
void MakeAll(const Batch& b, int64_t threads) {
  const int64_t count = b.images.size(), share = (count + threads - 1) / threads;
  std::vector<std::exception_ptr> failures(threads);
  const auto make = [&b, &failures, share, count](int64_t part) {
    try {
      Make(b, part * share, std::min(count, (part + 1) * share));
    } catch (...) {
      failures[part] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (int64_t part = 1; part * share < count; part++) {
    try {
      others.emplace_back(make, part);
    } catch (const std::system_error&) {  // no thread available
      make(part);
    }
  }
  make(0);
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

class Cropping : public Work {
 public:
  Cropping(Batch batch, int32_t threads) : batch_(std::move(batch)), threads_(std::max(1, threads)) { Check(batch_); }

  void Run() override { MakeAll(batch_, threads_); }

  napi_value Result(napi_env env) override {
    napi_value nothing;
    return napi_get_undefined(env, &nothing) == napi_ok ? nothing : nullptr;
  }

 private:
  const Batch batch_;
  const int32_t threads_;
};

std::vector<Span<uint8_t>> Images(napi_env env, napi_value list) {
  uint32_t count = 0;
  Require(napi_get_array_length(env, list, &count) == napi_ok, "images must be a list");
  std::vector<Span<uint8_t>> images(count);
  for (uint32_t i = 0; i < count; i++) {
    napi_value image;
    Must(napi_get_element(env, list, i, &image));
    images[i] = Arguments::Elements<uint8_t>(env, image);
  }
  return images;
}

}  // namespace

// crop(images: Uint8Array[], boxes: Int32Array, taps: Int32Array, table: Float32Array, size, out: Float32Array,
//      threads): Promise<undefined>. Nobody may change the arrays before it is done.
napi_value Crop(napi_env env, Arguments given) {
  napi_value images = given.Value(), boxes = given.Value(), taps = given.Value(), table = given.Value();
  const int32_t size = given.Integer();
  napi_value out = given.Value();
  Batch batch{Images(env, images),
              Arguments::Elements<int32_t>(env, boxes),
              Arguments::Elements<int32_t>(env, taps),
              Arguments::Elements<float>(env, table),
              size,
              Arguments::Elements<float>(env, out)};
  std::unique_ptr<Work> work(new Cropping(std::move(batch), given.Integer()));
  return Work::Begin(env, "alignclip:crops", std::move(work), {images, boxes, taps, table, out});
}

}  // namespace alignclip::crops
