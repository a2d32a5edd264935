import { Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from 'prom-client';
import { Label } from './label';

/** Labels of a metric: each with the values it may have, or with a {@link Label} whose values are declared elsewhere. */
export type LabelSpec = Readonly<Record<string, Label | readonly string[]>>;

export interface MetricDefinition<L extends LabelSpec> {
  /** In snake case; counters end in `_total`, durations in `_seconds`. A plugin's begin with the plugin's name. */
  readonly name: string;
  /** What it counts or measures, and in which unit. */
  readonly help: string;
  readonly labels?: L;
}

/** What one figure is about: a value for each label. */
export type LabelsOf<L extends LabelSpec> = {
  readonly [K in keyof L]: L[K] extends readonly (infer V)[] ? V : string;
};

/** Seconds up to which durations are counted together. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const registry = new Registry();
const known = new Map<string, { readonly shape: string; readonly metric: unknown }>();

/** Series of one metric. They are as many as the values of its labels allow, and each is looked up once. */
class Series<L extends LabelSpec, S> {
  readonly names: string[];
  private readonly labels: Label[];
  private readonly made = new Map<string, S>();

  constructor(
    spec: L | undefined,
    private readonly make: (labels: Record<string, string>) => S,
  ) {
    this.labels = Object.entries(spec ?? {}).map(([name, values]) =>
      values instanceof Label ? values : new Label(name, values),
    );
    this.names = Object.keys(spec ?? {});
  }

  of(given: LabelsOf<L>): S {
    let key = '';
    for (let i = 0; i < this.names.length; i++) {
      key += `${this.labels[i]!.of((given as Record<string, string>)[this.names[i]!]!)}\n`;
    }
    let series = this.made.get(key);
    if (!series) {
      const values = key.split('\n');
      series = this.make(Object.fromEntries(this.names.map((name, i) => [name, values[i]!])));
      this.made.set(key, series);
    }
    return series;
  }
}

/** Counts what happens. */
export interface Counter<L extends LabelSpec> {
  add(labels: LabelsOf<L>, by?: number): void;
}

/** Measures how long things take. */
export interface Duration<L extends LabelSpec> {
  observe(labels: LabelsOf<L>, seconds: number): void;
}

/** Tells how much there is at the moment it is asked. */
export interface Gauge<L extends LabelSpec> {
  /**
   * Adds a reader, called at each scrape; what several readers say of the same labels is summed up. Answers what takes
   * it away again.
   */
  read(reader: (set: (labels: LabelsOf<L>, value: number) => void) => void | Promise<void>): () => void;
}

/** Declared twice with the same labels it is one metric: a module may be loaded twice. */
function once<M>(kind: string, { name, labels = {} }: MetricDefinition<LabelSpec>, make: () => M): M {
  if (!/^[a-z][a-z0-9_]{2,80}$/.test(name)) throw new Error(`Not the name of a metric: ${name}`);
  const shape = `${kind}(${Object.keys(labels).join()})`;
  const before = known.get(name);
  if (before) {
    if (before.shape !== shape) throw new Error(`The metric ${name} is there already as ${before.shape}`);
    return before.metric as M;
  }
  const metric = make();
  known.set(name, { shape, metric });
  return metric;
}

export const defineCounter = <const L extends LabelSpec>(definition: MetricDefinition<L>): Counter<L> =>
  once('counter', definition, () => {
    const { name, help, labels } = definition;
    const series = new Series<L, ReturnType<PromCounter['labels']>>(labels, (values) => counter.labels(values));
    const counter: PromCounter = new PromCounter({ name, help, labelNames: series.names, registers: [registry] });
    return { add: (given, by = 1) => series.of(given).inc(by) };
  });

/** @param buckets seconds up to which durations are counted together */
export const defineDuration = <const L extends LabelSpec>(
  definition: MetricDefinition<L>,
  buckets: readonly number[] = DURATION_BUCKETS,
): Duration<L> =>
  once('duration', definition, () => {
    const { name, help, labels } = definition;
    const series = new Series<L, ReturnType<PromHistogram['labels']>>(labels, (values) => histogram.labels(values));
    const histogram: PromHistogram = new PromHistogram({
      name,
      help,
      labelNames: series.names,
      buckets: [...buckets],
      registers: [registry],
    });
    return { observe: (given, seconds) => series.of(given).observe(seconds) };
  });

export const defineGauge = <const L extends LabelSpec>(definition: MetricDefinition<L>): Gauge<L> =>
  once('gauge', definition, () => {
    const { name, help, labels } = definition;
    const readers = new Set<Parameters<Gauge<L>['read']>[0]>();
    const series = new Series<L, ReturnType<PromGauge['labels']>>(labels, (values) => gauge.labels(values));
    const gauge: PromGauge = new PromGauge({
      name,
      help,
      labelNames: series.names,
      registers: [registry],
      async collect() {
        this.reset();
        for (const reader of readers) await reader((given, value) => series.of(given).inc(value));
      },
    });
    return {
      read: (reader) => {
        readers.add(reader);
        return () => void readers.delete(reader);
      },
    };
  });

/** Platform only: where all metrics of this process are. */
export const metricsRegistry = (): Registry => registry;
