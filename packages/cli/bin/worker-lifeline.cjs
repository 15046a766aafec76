// Preloaded into the worker: it ends when the process that started it is gone.
process.channel?.unref();
process.once('disconnect', () => process.exit(1));
