import { Detached, Interrupted, UserError } from '@alignclip/core';
import { createProgram } from './program';

const [first = '--help', second = '--help'] = process.argv.slice(2);

createProgram(first === 'help' ? second : first)
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof Detached) return console.log(error.message);
    if (error instanceof UserError) console.error(`error: ${error.message}`);
    else if (error instanceof Interrupted) console.error(error.message);
    else console.error(error);
    process.exitCode = error instanceof Interrupted ? 130 : 1;
  });
