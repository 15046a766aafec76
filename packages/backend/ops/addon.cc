// Makes the library a Node add-on, for the main thread and for workers. Loading it registers the operations; it exports
// the functions for images, which need no TensorFlow kernel.
#include "addon.h"

NAPI_MODULE_INIT() {
  alignclip::Export<alignclip::crops::Crop>(env, exports, "crop");
  alignclip::Export<alignclip::jpeg::Decode>(env, exports, "decodeJpeg");
  return exports;
}
