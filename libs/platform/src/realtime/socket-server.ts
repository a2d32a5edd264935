import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AtriumError, Log, newId, unauthenticated } from '@atrium/sdk';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticator } from '../graphql/authenticator';
import { toGraphqlError } from '../graphql/errors/to-graphql-error';
import type { Connections } from './connections';
import { CLOSE, LiveConnection } from './live-connection';
import { type LiveQuery, LiveQueryRefused } from './live-query';
import type { Subscriptions } from './subscriptions';

export interface SocketServerOptions {
  readonly path: string;
  readonly keepAliveMs: number;
  /** Longest message a client may send. Bytes. */
  readonly maxMessageBytes: number;
  readonly hideSuggestions: boolean;
  /** Address of whoever opens the connection, behind trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string | null;
}

interface Parts {
  readonly authenticator: Authenticator;
  readonly connections: Connections;
  readonly subscriptions: Subscriptions;
}

interface Live {
  readonly connection: LiveConnection;
  isAlive: boolean;
}

/** WebSockets that speak graphql-transport-ws. */
export class SocketServer {
  private readonly log = new Log('Realtime');
  private readonly sockets: WebSocketServer;
  private readonly protocol: Server<LiveConnection>;
  private readonly live = new Map<WebSocket, Live>();
  private readonly keepAlive: NodeJS.Timeout;
  private stopping = false;

  constructor(
    private readonly options: SocketServerOptions,
    private readonly parts: Parts,
  ) {
    // Compression would hold some 300 KB for each connection.
    this.sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.maxMessageBytes,
      handleProtocols,
    });
    this.protocol = this.makeProtocol();
    this.keepAlive = setInterval(() => this.ping(), options.keepAliveMs).unref();
  }

  /** For the HTTP server's `upgrade`. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isHere = request.url?.split('?', 1)[0] === this.options.path;
    if (!isHere || this.stopping) {
      const status = isHere ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, request));
  };

  /** Takes no more; those that are open end as `connections` closes them. */
  stop(): void {
    this.stopping = true;
    clearInterval(this.keepAlive);
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const ip = this.options.addressOf(request);
    const connection = new LiveConnection(this.parts.authenticator, socket, request.headers, ip);
    const live: Live = { connection, isAlive: true };
    this.live.set(socket, live);
    socket.on('pong', () => (live.isAlive = true));
    // Of no interest: a client that goes away or sends what is no frame. ws closes the connection.
    socket.on('error', (error) => this.log.debug('A connection failed', { error }));
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on('message', (data) => {
            take((data as Buffer).toString('utf8')).catch((error: unknown) => {
              this.log.error('A message could not be handled', { error });
              socket.close(1011, 'Internal error');
            });
          }),
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      this.live.delete(socket);
      this.parts.connections.remove(connection);
      void closed(code, reason.toString());
    });
  }

  /** A client that has not answered the last ping is gone, or takes nothing from its socket. */
  private ping(): void {
    for (const [socket, live] of this.live) {
      if (!live.isAlive) {
        socket.terminate();
        continue;
      }
      live.isAlive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  }

  private makeProtocol(): Server<LiveConnection> {
    const { connections, subscriptions } = this.parts;
    return makeServer<Record<string, unknown>, LiveConnection>({
      // `false` closes the connection too, but one that is closed already keeps its code.
      onConnect: async ({ extra: connection, connectionParams }) => {
        try {
          const caller = await connection.init(connectionParams);
          if (caller.actor.kind === 'ANONYMOUS') throw unauthenticated();
        } catch (error) {
          if (error instanceof AtriumError && error.code === 'UNAUTHENTICATED') connection.refuse(error);
          else connection.close(CLOSE.tryLater, 'Try again later');
          return false;
        }
        if (!connection.isOpen) return false;
        if (connections.add(connection)) return true;
        connection.close(CLOSE.tryLater, 'Too many connections');
        return false;
      },
      onSubscribe: async ({ extra: connection }, _id, payload) => {
        try {
          const started = await subscriptions.start(connection, payload);
          if (!('query' in started)) return started;
          // graphql-ws itself executes nothing.
          const { document, operation } = started.prepared;
          const operationName = operation.name?.value;
          return { schema: undefined as never, document, operationName, contextValue: started.query };
        } catch (error) {
          return [new GraphQLError('refused', { originalError: error as Error })];
        }
      },
      // Its errors are ready to be sent, see `onNext`; graphql-ws would turn them into JSON itself.
      subscribe: ({ contextValue }) => contextValue as LiveQuery as never,
      onNext: (_ctx, _id, _payload, _args, result) => result as never,
      onError: ({ extra: connection }, _id, _payload, errors) =>
        errors.flatMap((error) => this.told(connection, error)),
    });
  }

  private told({ caller }: LiveConnection, error: unknown): readonly GraphQLFormattedError[] {
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    if (cause instanceof LiveQueryRefused) return cause.errors;
    const scope = { requestId: newId(), locale: caller?.locale ?? 'en' } as const;
    const { hideSuggestions } = this.options;
    const stage = cause instanceof GraphQLError ? 'request' : 'execution';
    return [toGraphqlError(cause, scope, stage, { hideSuggestions })];
  }
}
