import { choice, integer, optionalInteger, text, url } from './field';

/** How a process is watched, and how it ends. */
export const OBSERVABILITY_SETTINGS = {
  observability: {
    logLevel: choice({
      env: 'LOG_LEVEL',
      description: 'The least severe log lines that are written.',
      values: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      default: 'info',
    }),
    logFormat: choice({
      env: 'LOG_FORMAT',
      description:
        'Form of the log lines, which go to the standard error output: `json` for machines, one object a line; `pretty` for people; `auto` is `pretty` in development mode on a terminal, else `json`.',
      values: ['auto', 'json', 'pretty'],
      default: 'auto',
    }),
    managementHost: text({
      env: 'MANAGEMENT_HOST',
      description:
        'Address the management server listens on. It asks nobody who they are: keep it where only your monitoring reaches.',
      allowed: 'a host name or an IP address',
      isValid: (value) => /^[\w.:-]+$/.test(value),
      default: '127.0.0.1',
    }),
    managementPort: integer({
      env: 'MANAGEMENT_PORT',
      description:
        'Port of the management server (`/metrics`, `/health/live`, `/health/ready`) of an API or worker process; 0 runs none.',
      min: 0,
      max: 65_535,
      default: 0,
    }),
    otlpEndpoint: url({
      env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      description: 'Collector that traces are sent to by OTLP over HTTP, without the path `/v1/traces`.',
      schemes: ['http', 'https'],
      example: 'http://collector.example.com:4318',
      defaultText: 'none: nothing is traced',
    }),
    otlpHeaders: text({
      env: 'OTEL_EXPORTER_OTLP_HEADERS',
      description: 'Headers sent along with traces, such as the key of the collector.',
      allowed: 'pairs like `api-key=…`, separated by commas',
      isValid: (value) => value === '' || value.split(',').every((pair) => /^\s*[\w-]+=[^\r\n,]+$/.test(pair)),
      default: '',
      defaultText: 'none',
      secrecy: 'secret',
    }),
    traceSamplePercent: integer({
      env: 'TRACE_SAMPLE_PERCENT',
      description: 'Share of requests that are traced; what a caller traces with `traceparent` is traced as it says.',
      unit: 'percent',
      min: 0,
      max: 100,
      default: 100,
    }),
  },
  shutdown: {
    drainSeconds: optionalInteger({
      env: 'SHUTDOWN_DRAIN_SECONDS',
      description:
        'Time for which a stopping API process still takes requests while `/health/ready` says no, so that the load balancer sends no more. Longer than the load balancer takes to notice.',
      unit: 's',
      min: 0,
      max: 120,
      defaultText: '5 s in production, else 0 s',
    }),
    deadlineSeconds: integer({
      env: 'SHUTDOWN_DEADLINE_SECONDS',
      description:
        'Longest time for which a stopping API process then waits for running requests and transfers, before it ends their connections.',
      unit: 's',
      min: 1,
      max: 600,
      default: 20,
    }),
  },
} as const;
