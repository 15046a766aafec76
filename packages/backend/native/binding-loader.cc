// Loads the tfjs binding with signals handled on another thread, and with standard error muted where
// TF_CPP_MIN_LOG_LEVEL asks for quiet: TensorFlow prints notices from static initialisers, before any log level can be
// set.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "signals-elsewhere.h"

namespace {

class MutedStandardError {
 public:
  MutedStandardError() {
    const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
    if (level == nullptr || std::atoi(level) < 1) return;
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing < 0) return;
    kept_ = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (kept_ >= 0) dup2(nothing, STDERR_FILENO);
    close(nothing);
  }
  ~MutedStandardError() {
    if (kept_ < 0) return;
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }

 private:
  int kept_ = -1;
};

std::string besideThisFile(const char* name) {
  Dl_info info;
  dladdr(reinterpret_cast<void*>(&besideThisFile), &info);
  const std::string file = info.dli_fname;
  return file.substr(0, file.rfind('/') + 1) + name;
}

using Register = napi_value (*)(napi_env, napi_value);
using Export = void (*)(napi_env, napi_value);

}  // namespace

NAPI_MODULE_INIT() {
  handleSignalsElsewhere();  // before TensorFlow starts its threads
  void* library = nullptr;
  {
    MutedStandardError muted;
    library = dlopen(besideThisFile("tfjs_binding_tensorflow.so").c_str(), RTLD_LAZY);
  }
  void* initialise = library == nullptr ? nullptr : dlsym(library, "napi_register_module_v1");
  if (initialise == nullptr) {
    napi_throw_error(env, nullptr, dlerror());
    return nullptr;
  }
  const napi_value filled = reinterpret_cast<Register>(initialise)(env, exports);
  void* collectives = dlsym(library, "alignclip_export_collectives");
  if (filled != nullptr && collectives != nullptr) reinterpret_cast<Export>(collectives)(env, filled);
  return filled;
}
