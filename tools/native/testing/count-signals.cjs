// Preloaded: says that it listens, and at the end how many times the window of the terminal was said to have changed.
let heard = 0;
process.on('SIGWINCH', () => (heard += 1));
process.on('exit', () => console.error(`heard ${heard} signals`));
console.error('listening');
