import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { GraphqlAnswer, GraphqlFailure } from './test-client';

interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** What a subscription has ended with. */
export interface SubscriptionEnd {
  /** Null when it was completed without one. */
  readonly errors: GraphqlFailure[] | null;
}

/** Messages of one subscription, in the order they came. */
export class TestSubscription<T = Record<string, unknown>> {
  private readonly messages: (GraphqlAnswer<T> | SubscriptionEnd)[] = [];
  private wake: () => void = () => undefined;

  /** Waits for the next message. */
  async next(): Promise<GraphqlAnswer<T>> {
    const message = await this.take();
    if ('data' in message) return message;
    throw new Error(`The subscription has ended: ${JSON.stringify(message)}`);
  }

  /** Waits for its end; fails when a message comes instead. */
  async end(): Promise<SubscriptionEnd> {
    const message = await this.take();
    if ('data' in message) throw new Error(`Another message came: ${JSON.stringify(message)}`);
    return message as SubscriptionEnd;
  }

  /** Waits for the next message, or for its end with the errors it ends with. */
  async answer(): Promise<GraphqlAnswer<T>> {
    const message = await this.take();
    return 'data' in message ? message : ({ data: null, errors: message.errors } as unknown as GraphqlAnswer<T>);
  }

  /** Messages that have come and nobody has taken. */
  get waiting(): number {
    return this.messages.length;
  }

  put(message: GraphqlAnswer<T> | SubscriptionEnd): void {
    this.messages.push(message);
    this.wake();
  }

  private async take(): Promise<GraphqlAnswer<T> | SubscriptionEnd> {
    while (this.messages.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.messages.shift()!;
  }
}

/** A WebSocket that speaks graphql-transport-ws, as one caller. */
export class TestSocket {
  private readonly subscriptions = new Map<string, TestSubscription<never>>();
  private ids = 0;
  /** How it was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  private acknowledge: () => void = () => undefined;
  private readonly ack: Promise<void>;

  private constructor(readonly socket: WebSocket) {
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }));
    this.ack = new Promise((resolve) => (this.acknowledge = resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.take(JSON.parse((data as Buffer).toString('utf8')) as Frame));
  }

  /** @param url of the API, e.g. `http://127.0.0.1:4000` */
  static open(url: string, params: Record<string, unknown> | null, headers: Record<string, string> = {}): TestSocket {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      if (params) socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
    });
    return new TestSocket(socket);
  }

  /** Resolves when the server has taken the credential. */
  async acknowledged(): Promise<this> {
    await Promise.race([
      this.ack,
      this.closed.then(({ code, reason }) => Promise.reject(new Error(`Closed with ${code}: ${reason}`))),
    ]);
    return this;
  }

  async subscribe<T = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
    extensions?: Record<string, unknown>,
  ): Promise<TestSubscription<T>> {
    await this.acknowledged();
    const id = String(++this.ids);
    const subscription = new TestSubscription<T>();
    this.subscriptions.set(id, subscription as never);
    this.socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables, extensions } }));
    return subscription;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private take({ type, id = '', payload }: Frame): void {
    if (type === 'connection_ack') return this.acknowledge();
    const subscription = this.subscriptions.get(id);
    if (type === 'next') subscription?.put(payload as never);
    if (type === 'error') subscription?.put({ errors: payload as GraphqlFailure[] });
    if (type === 'complete') subscription?.put({ errors: null });
  }
}
