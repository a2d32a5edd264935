export { Label, OTHER } from './label';
export {
  type Counter,
  defineCounter,
  defineDuration,
  defineGauge,
  type Duration,
  type Gauge,
  type LabelsOf,
  type LabelSpec,
  type MetricDefinition,
  metricsRegistry,
} from './metrics';
export { Log, LOG_FIELDS, type LogFields, LogLine, type LogMessage } from './log';
