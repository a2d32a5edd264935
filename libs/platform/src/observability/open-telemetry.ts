import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { describedError } from './described-error';
import { type EndSpan, isTraceparent, type SpanAttributes, type SpanOptions, type Tracing } from './tracing';

export interface OpenTelemetryOptions {
  /** Base address of the collector. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly samplePercent: number;
  /** Which kind of process it is, for `service.name`. */
  readonly role: string;
}

const KINDS: Readonly<Record<NonNullable<SpanOptions['kind']>, SpanKind>> = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
const SEND_EVERY_MS = 2_000;

/** Traces by the OpenTelemetry SDK. Imported only where they are switched on, see start-tracing.ts. */
export class OpenTelemetry implements Tracing {
  private readonly contexts = new AsyncLocalStorageContextManager().enable();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor({ endpoint, headers, samplePercent, role }: OpenTelemetryOptions) {
    // Its parent's word counts first: a trace is whole or not there.
    const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(samplePercent / 100) });
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      headers: { ...headers },
    });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': `atrium-${role}`, 'service.namespace': 'atrium' }),
      sampler,
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
    });
    this.tracer = this.provider.getTracer('atrium');
    context.setGlobalContextManager(this.contexts);
  }

  async run<T>(name: string, options: SpanOptions, task: () => Promise<T>): Promise<T> {
    const { span, inside } = this.begin(name, options);
    try {
      const result = await context.with(inside, task);
      span.end();
      return result;
    } catch (error) {
      fail(span, error);
      span.end();
      throw error;
    }
  }

  start(name: string, options: SpanOptions): EndSpan {
    const { span } = this.begin(name, options);
    return (error) => {
      if (error !== undefined) fail(span, error);
      span.end();
    };
  }

  note(attributes: SpanAttributes): void {
    trace.getActiveSpan()?.setAttributes(attributes as Attributes);
  }

  traceparent(): string | null {
    const own = trace.getActiveSpan()?.spanContext();
    if (!own || !isSpanContextValid(own)) return null;
    return `00-${own.traceId}-${own.spanId}-${(own.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`;
  }

  /** Sends what has not been sent. */
  async stop(): Promise<void> {
    await this.provider.shutdown().catch(() => undefined);
    context.disable();
  }

  private begin(name: string, { kind = 'internal', attributes, parent }: SpanOptions): { span: Span; inside: Context } {
    const around = isTraceparent(parent) ? remote(parent) : context.active();
    const span = this.tracer.startSpan(name, { kind: KINDS[kind], attributes: attributes as Attributes }, around);
    return { span, inside: trace.setSpan(around, span) };
  }
}

function remote(traceparent: string): Context {
  const [, traceId, spanId, flags] = traceparent.split('-') as [string, string, string, string];
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true });
}

/** Kind and code alone: messages and stacks belong to the log, where they are made harmless. */
function fail(span: Span, error: unknown): void {
  const { type, code } = describedError(error, false);
  span.setAttributes({ 'error.type': code ?? type });
  span.setStatus({ code: SpanStatusCode.ERROR });
}
