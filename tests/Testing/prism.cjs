// Runs Prism for as long as the process that started it: when that one closes our input, or dies, we end too.
'use strict';

process.stdin.resume();
process.stdin.once('end', () => process.exit(0));

require('@stoplight/prism-cli/dist/index.js');
