import type { GraphqlAnswer } from '../test-client';
import type { TestPlatform } from '../test-platform';
import type { TestSocket, TestSubscription } from '../test-socket';
import type { Caller } from './tools';

/** How a connection is refused, as an operation would be. */
const CODES: Readonly<Record<number, string>> = { 4401: 'UNAUTHENTICATED', 4403: 'UNAUTHENTICATED' };

/** Longer than any message takes on a slow machine. */
const PATIENCE_MS = 30_000;

/** One caller's subscription on a connection of its own. */
export class Listener {
  private constructor(
    readonly caller: string,
    private readonly socket: TestSocket,
    private readonly subscription: TestSubscription | null,
  ) {}

  static async open(
    platform: TestPlatform,
    { name, client }: Caller,
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Listener> {
    const socket = await platform.socket(client);
    const isOpen = await socket.acknowledged().then(
      () => true,
      () => false,
    );
    return new Listener(name, socket, isOpen ? await socket.subscribe(document, { ...variables }) : null);
  }

  /**
   * The next message, or the errors that the subscription or the connection ends with.
   * @throws Error when there is none: a proof that waits for ever says nothing
   */
  async next(): Promise<GraphqlAnswer> {
    const closed = this.socket.closed.then(({ code, reason }): GraphqlAnswer => {
      const refused = { message: reason, extensions: { code: CODES[code] ?? `CLOSED_${code}` } };
      return { data: null, errors: [refused] } as unknown as GraphqlAnswer;
    });
    if (!this.subscription) return closed;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`Nothing is told to ${this.caller}`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.subscription.answer(), closed, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return this.socket.close();
  }
}

/** What a subscription begins with. */
export async function firstMessage(
  platform: TestPlatform,
  caller: Caller,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer> {
  const listener = await Listener.open(platform, caller, document, variables);
  try {
    return await listener.next();
  } finally {
    await listener.close();
  }
}
