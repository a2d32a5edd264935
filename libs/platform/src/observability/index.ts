export { HealthController } from './health.controller';
export { JsonLogger } from './json-logger';
