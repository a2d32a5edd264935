export { JsonLogger } from './json-logger';
export { logLastWords } from './last-words';
export { ObservabilityModule } from './observability.module';
export { Readiness } from './readiness';
export { inSpan } from './tracing';
