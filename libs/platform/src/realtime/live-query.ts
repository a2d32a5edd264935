import { createHash } from 'node:crypto';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Watcher } from './change-feed';

/** Least time between two messages of one subscription: what changes faster is told of as it is by then. */
const PACE_MS = 100;
/** Changed rows remembered for a subscriber who is slower than they come; of more only that there were many. */
const MOST_PENDING = 100;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

export interface LiveQueryOptions {
  readonly topic: string;
  readonly tenantId: string;
  readonly key: string | null;
  /** Answer each changed row for itself, not the state of the one watched. */
  readonly each: boolean;
  /** Runs the operation as of now. */
  readonly read: (changedId: string | null) => Promise<FormattedExecutionResult>;
  /** Called once, when nobody listens any more. */
  readonly ended: (query: LiveQuery) => void;
}

/** The subscription cannot go on: its reader refuses the subscriber. */
export class LiveQueryRefused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'refused');
    this.name = 'LiveQueryRefused';
  }
}

type Message = IteratorResult<FormattedExecutionResult, undefined>;
const OVER: Message = { done: true, value: undefined };

/**
 * The messages of one subscription, read when the socket asks for the next and not before. A change is no more than a
 * mark here, so that a subscriber who does not keep up misses steps and never the last state, and costs no memory.
 */
export class LiveQuery implements AsyncGenerator<FormattedExecutionResult, undefined, undefined>, Watcher {
  readonly topic: string;
  readonly tenantId: string;
  readonly key: string | null;
  private whole = true;
  private readonly pending = new Set<string>();
  private over = false;
  private wake: (() => void) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private notBefore = 0;
  private failures = 0;
  private begun = false;
  private last = '';

  constructor(private readonly options: LiveQueryOptions) {
    ({ topic: this.topic, tenantId: this.tenantId, key: this.key } = options);
  }

  changed(id: string): void {
    if (!this.options.each || this.pending.size >= MOST_PENDING) return this.missed();
    if (!this.whole) this.pending.add(id);
    this.stir();
  }

  missed(): void {
    this.whole = true;
    this.pending.clear();
    this.stir();
  }

  async next(): Promise<Message> {
    for (;;) {
      await this.due();
      if (this.over) return OVER;
      const changedId = this.take();
      const result = await this.options.read(changedId).catch((error: unknown) => {
        this.end();
        throw error;
      });
      if (this.over) return OVER;
      if (this.isToBeSent(result, changedId)) {
        this.begun = true;
        this.failures = 0;
        this.notBefore = Date.now() + PACE_MS;
        return { done: false, value: result };
      }
    }
  }

  return(): Promise<Message> {
    this.end();
    return Promise.resolve(OVER);
  }

  throw(error: unknown): Promise<Message> {
    this.end();
    return Promise.reject(error as Error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.end();
    return Promise.resolve();
  }

  private isToBeSent({ data, errors }: FormattedExecutionResult, changedId: string | null): boolean {
    const isOneOfMany = this.options.each && changedId !== null;
    // Of many rows watched, this one is gone or not for this subscriber, wherever in the answer that shows.
    if (isOneOfMany && errors?.some(({ extensions }) => extensions?.code === 'NOT_FOUND')) return false;
    if (data == null && errors?.length) {
      const { code, retryable } = errors[0]!.extensions ?? {};
      if (this.begun && (code === 'INTERNAL' || retryable === true)) {
        this.again(changedId);
        return false;
      }
      this.end();
      throw new LiveQueryRefused(errors);
    }
    if (this.options.each) return true;
    const digest = createHash('sha1').update(JSON.stringify(data)).digest('base64');
    if (digest === this.last) return false;
    this.last = digest;
    return true;
  }

  /** The database is away, most likely: it is tried again without the subscriber's doing. */
  private again(changedId: string | null): void {
    this.notBefore = Date.now() + Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures += 1;
    if (changedId !== null && this.options.each && !this.whole) this.pending.add(changedId);
    else this.whole = true;
  }

  private take(): string | null {
    if (this.whole) {
      this.whole = false;
      this.pending.clear();
      return this.options.each ? null : this.key;
    }
    const [id = null] = this.pending;
    if (id !== null) this.pending.delete(id);
    return id;
  }

  /** Resolves when there is something to read and it is time to, or it is over. */
  private async due(): Promise<void> {
    for (;;) {
      const wait = this.notBefore - Date.now();
      const isWaiting = !this.whole && this.pending.size === 0;
      if (this.over || (!isWaiting && wait <= 0)) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (!isWaiting) this.timer = setTimeout(resolve, wait);
      });
      this.wake = null;
      if (this.timer) clearTimeout(this.timer);
      this.timer = null;
    }
  }

  private stir(): void {
    this.wake?.();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.stir();
    this.options.ended(this);
  }
}
