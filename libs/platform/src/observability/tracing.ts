/** What an attribute of a span may hold: names and ids of the platform's own, counts. No personal data, no values of statements. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanOptions {
  readonly kind?: 'server' | 'internal' | 'client' | 'producer' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** W3C `traceparent` to go on with, where there is one; else the span is the running one's child. */
  readonly parent?: string | null;
}

/** Ends a span; with what went wrong, where something did. */
export type EndSpan = (error?: unknown) => void;

/** What stands behind {@link tracing} while traces are on. */
export interface Tracing {
  /** Runs the task in a span of its own. */
  run<T>(name: string, options: SpanOptions, task: () => Promise<T>): Promise<T>;
  /** A span that has no others below it. */
  start(name: string, options: SpanOptions): EndSpan;
  /** Adds to the running span. */
  note(attributes: SpanAttributes): void;
  /** The running span as W3C `traceparent`; null outside of one. */
  traceparent(): string | null;
}

let current: Tracing | null = null;

/** Null while traces are off: then nothing of it is loaded or done. */
export const tracing = (): Tracing | null => current;

/** Platform only: see open-telemetry.ts. */
export const useTracing = (next: Tracing | null): void => void (current = next);

/** Runs the task, in a span of its own where traces are on. */
export const inSpan = <T>(name: string, options: SpanOptions, task: () => Promise<T>): Promise<T> =>
  current ? current.run(name, options, task) : task();

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

export const isTraceparent = (value: unknown): value is string => typeof value === 'string' && TRACEPARENT.test(value);
