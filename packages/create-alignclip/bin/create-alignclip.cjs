#!/usr/bin/env node
// `npm create alignclip my-study` is `alignclip init my-study` of the same version.
process.argv.splice(2, 0, 'init');
require('@alignclip/cli');
