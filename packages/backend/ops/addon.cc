// Makes the library a Node add-on. Loading it registers the operations; it exports nothing.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* /*env*/, void* exports) {
  return exports;
}
