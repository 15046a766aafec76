// Makes the library a Node add-on, for the main thread and for workers. Loading it registers the operations; it exports
// functions that need no TensorFlow kernel: those for images, and what the processor can do.
#include "addon.h"

NAPI_MODULE_INIT() {
  alignclip::Export<alignclip::crops::Crop>(env, exports, "crop");
  alignclip::Export<alignclip::jpeg::Decode>(env, exports, "decodeJpeg");
  alignclip::Export<alignclip::bfloat16::Works>(env, exports, "multipliesBfloat16");
  return exports;
}
