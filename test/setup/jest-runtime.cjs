// Jest's loader for our own files, evaluated anew for each spec file; packages come from the worker (packages.cjs).
const { statSync } = require('node:fs');
const { isBuiltin } = require('node:module');
const { dirname, isAbsolute, join, sep } = require('node:path');
const { compileFunction, constants } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');
const { isPackage, requireOf, requirePackage } = require('./packages.cjs');

const root = join(__dirname, '../..') + sep;
const paths = new Map();
/** What our files were found by, compiled to and made functions of: evaluated anew each time, they are warm. */
const resolved = new Map();
const transformed = new Map();
const functions = new Map();

class Runtime extends JestRuntime {
  constructor(...args) {
    super(...args);
    const { _resolution: resolution, cjsExportsCache, esmLoader, executor, transformCache } = this;
    // Everything runs in the worker's own realm, in which the packages are: `instanceof` means what it says.
    executor.compile = (source, filename) => {
      const known = functions.get(filename);
      if (known?.source === source) return known.run;
      const run = compileFunction(source, executor.injectedModuleParameters, {
        filename,
        // A function here would be kept by Node, and with it all that the spec file has loaded.
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      functions.set(filename, { source, run });
      return run;
    };
    const transform = transformCache.transform.bind(transformCache);
    transformCache.transform = (filename, options) => {
      if (options?.isInternalModule || !filename.startsWith(root)) return transform(filename, options);
      const { mtimeMs, size } = statSync(filename);
      let file = transformed.get(filename);
      if (file?.mtimeMs !== mtimeMs || file.size !== size) {
        transform(filename, options);
        file = { mtimeMs, size, result: transformCache.transforms.get(filename) };
        transformed.set(filename, file);
      }
      const { result } = file;
      transformCache.transforms.set(filename, result);
      if (result.sourceMapPath) transformCache.sourceMaps.set(filename, result.sourceMapPath);
      return result.code;
    };
    const resolve = resolution.resolveCjs.bind(resolution);
    resolution.resolveCjs = (from, name) => {
      if (name === undefined || !from.startsWith(root)) return resolve(from, name);
      const key = `${dirname(from)}\0${name}`;
      if (!resolved.has(key)) resolved.set(key, resolve(from, name));
      return resolved.get(key);
    };
    esmLoader.getContext = () => undefined;
    // To an ES module a package is what `require` answers, whatever it is made of.
    const isEsm = resolution.shouldLoadAsEsm.bind(resolution);
    resolution.shouldLoadAsEsm = (path) => !isPackage(path) && isEsm(path);
    const isCommonjs = resolution.isExplicitlyCommonjs.bind(resolution);
    resolution.isExplicitlyCommonjs = (path) => isPackage(path) || isCommonjs(path);
    const exportsOf = cjsExportsCache.getExportsOf.bind(cjsExportsCache);
    cjsExportsCache.getExportsOf = (from, path) => (isPackage(path) ? [] : exportsOf(from, path));
  }

  requireModuleOrMock(from, name) {
    const path = this.#packagePath(from, name);
    return path === null ? super.requireModuleOrMock(from, name) : requirePackage(path);
  }

  setMock(from, name, ...rest) {
    if (this.#packagePath(from, name) !== null) throw new Error(`${name} is shared by spec files and cannot be mocked`);
    super.setMock(from, name, ...rest);
  }

  /** The file of a package that `name` stands for; null for what is none. */
  #packagePath(from, name) {
    if (isAbsolute(name)) return isPackage(name) ? name : null;
    if (name.startsWith('.') || name === '@jest/globals' || isBuiltin(name)) return null;
    const key = `${dirname(from)}\0${name}`;
    if (!paths.has(key)) {
      const path = this.#resolve(from, name);
      paths.set(key, path !== null && isPackage(path) ? path : null);
    }
    return paths.get(key);
  }

  #resolve(from, name) {
    try {
      return from.startsWith(root) ? requireOf(from).resolve(name) : this._resolution.resolveCjs(from, name);
    } catch {
      return null; // Jest's own answer names the file that asked
    }
  }
}

module.exports = { __esModule: true, default: Runtime };
