// Linked into the TensorFlow binding with -Wl,--wrap=TFE_NewContext (docs/decisions/0028-workers.md). Where the
// variable ALIGNCLIP_SERVER_DEF holds a ServerDef (base64), the context of tfjs is made a member of its cluster; it has
// to happen there, because the devices get other names. A thread aborts a collective operation that takes too long:
// TensorFlow's own limit costs two sleeping threads for each call.
#include <node_api.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "only-from.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/eager/c_api_experimental.h"
#include "watchdog.h"

extern "C" TFE_Context* __real_TFE_NewContext(const TFE_ContextOptions*, TF_Status*);

namespace {

TFE_Context* cluster_context = nullptr;
bool is_limited = false;

// "29500 10.0.0.1 10.0.0.2": the port of the server, and from where it may be reached.
bool LimitServer(const char* text) {
  if (text == nullptr) return false;
  std::istringstream words(text);
  int port = 0;
  std::vector<uint32_t> sources;
  words >> port;
  for (std::string address; words >> address;) {
    in_addr parsed;
    if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return false;
    sources.push_back(ntohl(parsed.s_addr));
  }
  return only_from::Limit(static_cast<uint16_t>(port), sources);
}

std::string FromBase64(const char* text) {
  static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (; *text != '\0' && *text != '='; text++) {
    bits = bits << 6 | static_cast<uint32_t>(digits.find(*text) & 63);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 255));
  }
  return bytes;
}

// Never destroyed: its thread waits until the process ends.
alignclip::Watchdog& TheWatchdog() {
  static alignclip::Watchdog& watchdog = *new alignclip::Watchdog(cluster_context);
  return watchdog;
}

// watchCollective(milliseconds, rank, size, message)
napi_value Watch(napi_env env, napi_callback_info info) {
  size_t count = 4, length = 0;
  napi_value values[4];
  int64_t milliseconds;
  int32_t rank, size;
  char text[512];
  if (napi_get_cb_info(env, info, &count, values, nullptr, nullptr) != napi_ok || count != 4 ||
      napi_get_value_int64(env, values[0], &milliseconds) != napi_ok ||
      napi_get_value_int32(env, values[1], &rank) != napi_ok ||
      napi_get_value_int32(env, values[2], &size) != napi_ok ||
      napi_get_value_string_utf8(env, values[3], text, sizeof text, &length) != napi_ok) {
    napi_throw_error(env, nullptr, "watchCollective: milliseconds, rank, size, message");
    return nullptr;
  }
  TheWatchdog().Start(milliseconds, rank, size, std::string(text, length));
  return nullptr;
}

// endWatch()
napi_value EndWatch(napi_env, napi_callback_info) {
  TheWatchdog().End();
  return nullptr;
}

void Export(napi_env env, napi_value exports, const char* name, napi_callback call) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

}  // namespace

extern "C" {

TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  TFE_Context* context = __real_TFE_NewContext(options, status);
  const char* encoded = std::getenv("ALIGNCLIP_SERVER_DEF");
  if (context == nullptr || encoded == nullptr || *encoded == '\0') return context;
  const std::string server = FromBase64(encoded);
  TFE_EnableCollectiveOps(context, server.data(), server.size(), status);
  if (TF_GetCode(status) == TF_OK) {
    cluster_context = context;
    is_limited = LimitServer(std::getenv("ALIGNCLIP_SERVER_CLIENTS"));
  } else {
    fprintf(stderr, "TensorFlow's server doesn't start: %s\n", TF_Message(status));
  }
  return context;
}

// Adds the two functions where this process is a member of a cluster, and whether only others of it reach its server.
// The loader calls it.
__attribute__((visibility("default"))) void alignclip_export_collectives(napi_env env, napi_value exports) {
  if (cluster_context == nullptr) return;
  Export(env, exports, "watchCollective", Watch);
  Export(env, exports, "endWatch", EndWatch);
  napi_value limited;
  if (napi_get_boolean(env, is_limited, &limited) == napi_ok)
    napi_set_named_property(env, exports, "serverIsLimited", limited);
}

}  // extern "C"
