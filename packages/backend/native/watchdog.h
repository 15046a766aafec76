// A thread that ends collective operations which take too long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "tensorflow/c/c_api_experimental.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/eager/c_api_experimental.h"

namespace alignclip {

// Aborts what a call waits for at the end of its limit.
class Watchdog {
 public:
  explicit Watchdog(TFE_Context* context) : context_(context) {
    std::thread([this] { Watch(); }).detach();
  }

  void Start(int64_t milliseconds, int own, int tasks, std::string message) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      limit_ = Clock::now() + std::chrono::milliseconds(milliseconds);
      own_ = own, tasks_ = tasks, message_ = std::move(message), armed_ = true, call_++;
    }
    changed_.notify_one();
  }

  void End() {
    std::lock_guard<std::mutex> lock(mutex_);
    armed_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr int kAnswerMilliseconds = 1000;
  static constexpr int kMaxNamed = 3;

  void Watch() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      if (!armed_) {
        changed_.wait(lock);
      } else if (Clock::now() < limit_) {
        changed_.wait_until(lock, limit_);
      } else {
        const uint64_t call = call_;
        const int own = own_, tasks = tasks_;
        lock.unlock();
        const std::string silent = Silent(own, tasks);
        lock.lock();
        // It may have ended meanwhile, and another one begun; this one can't until the lock is given back.
        if (!armed_ || call_ != call) continue;
        armed_ = false;
        Abort(message_ + silent);
      }
    }
  }

  // " (no answer from: 1, 2)": the tasks whose servers don't answer.
  std::string Silent(int own, int tasks) const {
    std::string names;
    int named = 0;
    for (int task = 0; task < tasks && named < kMaxNamed; task++) {
      if (task == own || Answers(task)) continue;
      names += (named++ == 0 ? "" : ", ") + std::to_string(task);
    }
    return named == 0 ? "" : " (no answer from: " + names + ")";
  }

  bool Answers(int task) const {
    TF_Status* status = TF_NewStatus();
    const std::string name = "/job:worker/replica:0/task:" + std::to_string(task);
    TFE_CollectiveOpsCheckPeerHealth(context_, name.c_str(), kAnswerMilliseconds, status);
    const TF_Code code = TF_GetCode(status);
    TF_DeleteStatus(status);
    return code != TF_UNAVAILABLE && code != TF_DEADLINE_EXCEEDED;
  }

  void Abort(const std::string& why) const {
    TF_Status* status = TF_NewStatus();
    TF_SetStatus(status, TF_DEADLINE_EXCEEDED, why.c_str());
    TFE_AbortCollectiveOps(context_, status);
    TF_DeleteStatus(status);
  }

  TFE_Context* const context_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool armed_ = false;
  uint64_t call_ = 0;
  Clock::time_point limit_;
  int own_ = 0, tasks_ = 0;
  std::string message_;
};

}  // namespace alignclip
