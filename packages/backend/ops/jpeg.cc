// Decodes a JPEG file with the libjpeg-turbo in TensorFlow, on a thread of libuv's pool: sharp gives the same bytes,
// but takes about ten times as long for small images.
#include "addon_work.h"
#include "tensorflow/core/lib/jpeg/jpeg_mem.h"

namespace alignclip::jpeg {
namespace {

class Decoding : public Work {
 public:
  Decoding(Span<uint8_t> file, Span<uint8_t> pixels, int width, int height, int channels)
      : file_(file), pixels_(pixels), width_(width), height_(height), channels_(channels) {
    const bool fits = width > 0 && height > 0 && channels > 0 && pixels.length == int64_t{width} * height * channels;
    Require(fits && file.length <= INT32_MAX, "out must be [height, width, channels]");
  }

  void Run() override {
    tensorflow::jpeg::UncompressFlags flags;
    flags.components = channels_;
    flags.dct_method = JDCT_ISLOW;
    int64_t warnings = 0;
    const auto place = [this](int width, int height, int channels) {
      return width == width_ && height == height_ && channels == channels_ ? pixels_.data : nullptr;
    };
    const int bytes = static_cast<int>(file_.length);
    valid_ = tensorflow::jpeg::Uncompress(file_.data, bytes, flags, &warnings, place) != nullptr && warnings == 0;
  }

  napi_value Result(napi_env env) override {
    napi_value valid;
    return napi_get_boolean(env, valid_, &valid) == napi_ok ? valid : nullptr;
  }

 private:
  const Span<uint8_t> file_, pixels_;
  const int width_, height_, channels_;
  bool valid_ = false;
};

}  // namespace

// decodeJpeg(file: Uint8Array, out: Uint8Array, width, height, channels): Promise<boolean>, false where
// the file is corrupt or doesn't have this size.
napi_value Decode(napi_env env, Arguments given) {
  napi_value file = given.Value(), out = given.Value();
  const Span<uint8_t> from = Arguments::Elements<uint8_t>(env, file), to = Arguments::Elements<uint8_t>(env, out);
  const int32_t width = given.Integer(), height = given.Integer(), channels = given.Integer();
  std::unique_ptr<Work> work(new Decoding(from, to, width, height, channels));
  return Work::Begin(env, "alignclip:jpeg", std::move(work), {file, out});
}

}  // namespace alignclip::jpeg
