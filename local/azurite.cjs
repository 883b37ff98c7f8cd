// Runs Azurite for as long as the process that started it: when that one closes our input, or dies, we end too.
'use strict';

// Too long for an environment variable that is handed over, but not for one set here.
const accounts = Array.from({ length: Number(process.env.PEYK_TEST_ACCOUNTS) }, (_, i) => `peyk${i + 1}:${process.env.PEYK_TEST_ACCOUNT_KEY}`);
process.env.AZURITE_ACCOUNTS = [process.env.AZURITE_ACCOUNTS, ...accounts].join(';');

process.stdin.resume();
process.stdin.once('end', () => {
  if (process.argv.includes('--inMemoryPersistence')) process.exit(0);
  process.emit('SIGTERM'); // Azurite's own shutdown, which writes what it holds to its folder.
});

require('./azurite-indexes.cjs');
require('azurite/dist/src/azurite.js');
