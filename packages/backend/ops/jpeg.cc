// Decodes a JPEG file with the libjpeg-turbo in TensorFlow, on a thread of libuv's pool: sharp gives the same bytes,
// but takes about ten times as long for small images.
#include <memory>

#include "addon.h"
#include "tensorflow/core/lib/jpeg/jpeg_mem.h"

namespace alignclip::jpeg {
namespace {

struct Decoding {
  Span<uint8_t> file, pixels;
  int width, height, channels;
  bool valid = false;
  napi_ref kept[2] = {};
  napi_async_work work = nullptr;
  napi_deferred promise = nullptr;
};

void Execute(napi_env, void* data) {
  Decoding& d = *static_cast<Decoding*>(data);
  tensorflow::jpeg::UncompressFlags flags;
  flags.components = d.channels;
  flags.dct_method = JDCT_ISLOW;
  int64_t warnings = 0;
  const auto place = [&d](int width, int height, int channels) {
    return width == d.width && height == d.height && channels == d.channels ? d.pixels.data : nullptr;
  };
  const int bytes = static_cast<int>(d.file.length);
  d.valid = tensorflow::jpeg::Uncompress(d.file.data, bytes, flags, &warnings, place) != nullptr && warnings == 0;
}

void Complete(napi_env env, napi_status status, void* data) {
  const std::unique_ptr<Decoding> d(static_cast<Decoding*>(data));
  napi_value valid;
  if (napi_get_boolean(env, status == napi_ok && d->valid, &valid) == napi_ok)
    napi_resolve_deferred(env, d->promise, valid);
  for (napi_ref kept : d->kept) napi_delete_reference(env, kept);
  napi_delete_async_work(env, d->work);
}

}  // namespace

// decodeJpeg(file: Uint8Array, out: Uint8Array, width, height, channels): Promise<boolean>, false where
// the file is corrupt or doesn't have this size.
napi_value Decode(napi_env env, Arguments given) {
  napi_value file = given.Value(), out = given.Value(), name, promise;
  const Span<uint8_t> from = Arguments::Elements<uint8_t>(env, file), to = Arguments::Elements<uint8_t>(env, out);
  const int32_t width = given.Integer(), height = given.Integer(), channels = given.Integer();
  const bool fits = width > 0 && height > 0 && channels > 0 && to.length == int64_t{width} * height * channels;
  Require(fits && from.length <= INT32_MAX, "out must be [height, width, channels]");
  std::unique_ptr<Decoding> d(new Decoding{from, to, width, height, channels});
  Must(napi_create_promise(env, &d->promise, &promise));
  Must(napi_create_reference(env, file, 1, &d->kept[0]));
  Must(napi_create_reference(env, out, 1, &d->kept[1]));
  Must(napi_create_string_utf8(env, "alignclip:jpeg", NAPI_AUTO_LENGTH, &name));
  Must(napi_create_async_work(env, nullptr, name, Execute, Complete, d.get(), &d->work));
  Must(napi_queue_async_work(env, d->work));
  d.release();
  return promise;
}

}  // namespace alignclip::jpeg
