// jest copies the globals of the process that ran the global setup into each test's realm. The decorator registries
// among them hold classes and types (`Boolean`, `String`) of that other realm: each test starts with its own.
for (const name of [
  'GqlTypeMetadataStorage',
  'GqlLazyMetadataStorageHost',
  'classValidatorMetadataStorage',
  'typeormMetadataArgsStorage',
]) {
  delete globalThis[name];
}
