// The watchdog with an engine of ours: a call ends, and the next one begins, while the servers of the others are asked.
// Prints what is aborted first.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "watchdog.h"

struct TSL_Status {
  TF_Code code = TF_OK;
  std::string message;
};

namespace {

std::atomic<bool> is_asking{false}, may_answer{false}, is_aborted{false};

void WaitFor(const std::atomic<bool>& flag) {
  while (!flag) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

extern "C" {

TF_Status* TF_NewStatus() { return new TF_Status; }
void TF_DeleteStatus(TF_Status* status) { delete status; }
TF_Code TF_GetCode(const TF_Status* status) { return status->code; }
void TF_SetStatus(TF_Status* status, TF_Code code, const char* message) { *status = {code, message}; }

void TFE_CollectiveOpsCheckPeerHealth(TFE_Context*, const char* task, int64_t, TF_Status* status) {
  is_asking = true;
  WaitFor(may_answer);
  if (std::string(task).back() == '2') status->code = TF_UNAVAILABLE;
}

void TFE_AbortCollectiveOps(TFE_Context*, TF_Status* status) {
  std::printf("%s\n", status->message.c_str());
  std::fflush(stdout);
  is_aborted = true;
}

}  // extern "C"

int main() {
  alignclip::Watchdog& watchdog = *new alignclip::Watchdog(nullptr);
  watchdog.Start(1, 0, 3, "the first call");
  WaitFor(is_asking);
  watchdog.End();
  watchdog.Start(200, 0, 3, "the second call");
  may_answer = true;
  WaitFor(is_aborted);
  std::_Exit(0);
}
