// Preloaded into the worker: it ends when the process that started it is gone.
process.channel?.unref();
process.once('disconnect', () => process.exit(1));

// Processes that the worker forks inherit its options, but answer to the worker over their own channel.
const at = process.execArgv.indexOf(__filename);
if (at > 0) process.execArgv.splice(at - 1, 2);
