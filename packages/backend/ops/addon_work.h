// Work of the add-on on a thread of libuv's pool, which a promise waits for.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "addon.h"

namespace alignclip {

class Work {
 public:
  virtual ~Work() = default;
  // On the pool's thread. The promise fails with what this throws.
  virtual void Run() = 0;
  // On JavaScript's thread, after Run: what the promise gives.
  virtual napi_value Result(napi_env env) = 0;

  // Runs `work` on the pool and returns its promise; `kept` stays alive until then.
  static napi_value Begin(napi_env env, const char* name, std::unique_ptr<Work> work,
                          std::initializer_list<napi_value> kept) {
    napi_value promise, label;
    Must(napi_create_promise(env, &work->promise_, &promise));
    for (napi_value value : kept) {
      work->kept_.emplace_back();
      Must(napi_create_reference(env, value, 1, &work->kept_.back()));
    }
    Must(napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &label));
    Must(napi_create_async_work(env, nullptr, label, Execute, Complete, work.get(), &work->work_));
    Must(napi_queue_async_work(env, work->work_));
    work.release();
    return promise;
  }

 private:
  static void Execute(napi_env, void* data) {
    Work& work = *static_cast<Work*>(data);
    try {
      work.Run();
    } catch (const std::exception& error) {
      work.failure_ = error.what();
      work.failed_ = true;
    }
  }

  static void Complete(napi_env env, napi_status status, void* data) {
    const std::unique_ptr<Work> work(static_cast<Work*>(data));
    if (status != napi_ok || work->failed_) work->Reject(env);
    else if (napi_value result = work->Result(env)) napi_resolve_deferred(env, work->promise_, result);
    for (napi_ref kept : work->kept_) napi_delete_reference(env, kept);
    napi_delete_async_work(env, work->work_);
  }

  void Reject(napi_env env) {
    napi_value message, error;
    if (napi_create_string_utf8(env, failure_.c_str(), NAPI_AUTO_LENGTH, &message) == napi_ok &&
        napi_create_error(env, nullptr, message, &error) == napi_ok)
      napi_reject_deferred(env, promise_, error);
  }

  std::vector<napi_ref> kept_;
  napi_async_work work_ = nullptr;
  napi_deferred promise_ = nullptr;
  bool failed_ = false;
  std::string failure_ = "stopped before it began";
};

}  // namespace alignclip
