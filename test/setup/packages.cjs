// Packages are evaluated once in a worker, by Node itself, and shared by all its spec files (docs/decisions/031).
const { createRequire } = require('node:module');
const { dirname, sep } = require('node:path');

const PACKAGES = `${sep}node_modules${sep}`;
const isPackage = (path) => path.includes(PACKAGES);

const requires = new Map();
/** Node's own `require` for the files of a folder. */
function requireOf(file) {
  const folder = dirname(file);
  if (!requires.has(folder)) requires.set(folder, createRequire(file));
  return requires.get(folder);
}

const loaded = new Map();
/** Globals that packages made while they were loaded, which stay as long as they do. */
const globalsOfPackages = new Set();

/** What the package's file exports. */
function requirePackage(path) {
  if (!loaded.has(path)) {
    const before = new Set(Reflect.ownKeys(globalThis));
    loaded.set(path, requireOf(path)(path));
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) globalsOfPackages.add(key);
  }
  return loaded.get(path);
}

module.exports = { isPackage, requireOf, requirePackage, globalsOfPackages };
