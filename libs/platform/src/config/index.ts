export { ConfigError, type ConfigProblem } from './config-error';
export { describeConfig, exampleEnv } from './describe-config';
export { loadConfig } from './load-config';
export { localSecrets, SecretsFileError } from './secrets';
export type { Config } from './settings';
