// Preloaded into the worker: it exits when its parent process is gone.
process.channel?.unref();
process.once('disconnect', () => process.exit(1));

// Processes that the worker forks inherit its options, but have their own channel to the worker.
const at = process.execArgv.indexOf(__filename);
if (at > 0) process.execArgv.splice(at - 1, 2);
