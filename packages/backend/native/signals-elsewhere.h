// Keeps signals away from the threads that compute (docs/decisions/0012-signals-on-a-thread-of-their-own.md).
//
// Matrix products of oneDNN (in TensorFlow) run with the stack pointer in a buffer on the heap. A signal that is
// handled there has its frame written below it, 2.5 KB with AVX-512 registers, which is beyond the buffer: the heap is
// damaged.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

inline void* waitForSignals(void*) {
  for (;;) pause();
}

// Blocks every signal that may come from outside on this thread and on those that it starts from here on; a thread of
// its own takes them, so that handlers run and defaults apply as before. Children start with nothing blocked (libuv).
inline void handleSignalsElsewhere() {
  static const bool isThere = [] {
    pthread_t thread;
    const bool started = pthread_create(&thread, nullptr, waitForSignals, nullptr) == 0;
    if (started) pthread_detach(thread);
    return started;
  }();
  if (!isThere) return;
  sigset_t blocked;
  sigfillset(&blocked);
  for (const int ownFault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) sigdelset(&blocked, ownFault);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}
