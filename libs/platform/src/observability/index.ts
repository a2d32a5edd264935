export { JsonLogger } from './json-logger';
export { ObservabilityModule } from './observability.module';
export { Readiness } from './readiness';
export { inSpan } from './tracing';
