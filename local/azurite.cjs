// Runs Azurite for as long as the process that started it: when that one closes our input, or dies, we end too.
'use strict';

process.stdin.resume();
process.stdin.once('end', () => {
  if (process.argv.includes('--inMemoryPersistence')) process.exit(0);
  process.emit('SIGTERM'); // Azurite's own shutdown, which writes what it holds to its folder.
});

require('azurite/dist/src/azurite.js');
