import { messageOf, UserError } from '@alignclip/core';
import { loadExperiment } from '../define/load-experiment';

/** `load-program FILE…`: a line of JSON for each, with the name of the loaded experiment or what is wrong with the file. */
for (const file of process.argv.slice(2)) {
  try {
    console.log(JSON.stringify(loadExperiment(file).definition.name));
  } catch (error) {
    console.log(JSON.stringify(error instanceof UserError ? messageOf(error) : { raw: messageOf(error) }));
  }
}
