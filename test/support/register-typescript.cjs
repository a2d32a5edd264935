// Lets a child process of a test run our TypeScript sources: node -C atrium-source -r <this file> …
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transform } = require('../../jest.config.js');

const options = transform['^.+\\.ts$'][1];
/** What one child of a run has compiled, the next one takes; made and removed by the global setup. */
const folder = process.env.ATRIUM_TEST_COMPILED;
if (folder) Module.enableCompileCache(folder);

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const compile = () => require('@swc/core').transformSync(source, { ...options, filename }).code;
  if (!folder) return compile();
  const file = join(folder, `${createHash('sha256').update(filename).update(source).digest('hex')}.js`);
  if (!existsSync(file)) {
    const part = `${file}.${process.pid}`;
    writeFileSync(part, compile());
    renameSync(part, file);
  }
  return readFileSync(file, 'utf8');
}

Module._extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);
