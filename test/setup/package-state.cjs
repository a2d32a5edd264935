// What packages keep beside their exports, and a spec file must not find: each begins with it as the package made it.
const { requireOf, requirePackage } = require('./packages.cjs');

const packageOf = (name) => requirePackage(requireOf(__filename).resolve(name));

/** An object whose package holds on to it: it becomes what its constructor makes. */
function renew(object) {
  if (!object) return;
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, new object.constructor());
}

const { Logger } = packageOf('@nestjs/common');
const logger = Object.getOwnPropertyDescriptors(Logger);
const { defaultMetadataStorage } = packageOf('class-transformer/cjs/storage');

/** Empties every registry of decorators, and forgets the logger an application has set. */
function resetPackages() {
  renew(globalThis.GqlTypeMetadataStorage);
  renew(globalThis.GqlLazyMetadataStorageHost);
  renew(defaultMetadataStorage);
  // Their packages look these up, and make them when they are missing.
  delete globalThis.classValidatorMetadataStorage;
  delete globalThis.typeormMetadataArgsStorage;
  for (const [key, property] of Object.entries(logger)) if (property.writable) Logger[key] = property.value;
  Logger.logBuffer = [];
}

module.exports = { resetPackages };
