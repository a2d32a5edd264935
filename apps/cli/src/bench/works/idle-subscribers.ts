import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ApiClient } from '../../client/api-client';
import type { Program } from '../../harness/program';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';

const SUBSCRIBERS = 1_000;
/** Connections opened at the same time. */
const AT_ONCE = 50;
const BYTES_PER_MB = 1_000_000;

const WATCH = `subscription ($id: ID!) { customerChanged(id: $id) { customer { id name code } } }`;
const CREATE = `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }`;

/** Screens that are open and wait for a change: what they hold of an API process while nothing happens. */
export const idleSubscribers: Work = {
  name: 'idleSubscribers',
  description: `memory that ${SUBSCRIBERS} idle subscribers add to an API process, each on a WebSocket of its own`,
  unit: 'MB',
  better: 'lower',
  budget: { value: 100, ratioToLimit: null, peakMemoryMb: null },
  // Memory does not depend on the machine's pace.
  mix: { computing: 0, roundTrips: 0, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { api } = await newCompany(anonymous, 'idle-subscribers');
  const { createCustomer } = await api.call<{ createCustomer: { customer: { id: string } } }>(CREATE, {
    input: { kind: 'PERSON', name: '张伟' },
  });
  const { id } = createCustomer.customer;
  return {
    round: async () => {
      const program = await installation.startApi();
      try {
        // What a process loads at its first subscriptions is not theirs.
        await closeAll(await open(program, api, id, AT_ONCE));
        const before = await program.memory();
        const sockets = await open(program, api, id, SUBSCRIBERS);
        const after = await program.memory();
        await closeAll(sockets);
        const added = (after - before) / BYTES_PER_MB;
        tell(`idleSubscribers: ${SUBSCRIBERS} add ${added.toFixed(1)} MB`);
        return { value: Math.max(0, added), limit: null, notes: { beforeMb: before / BYTES_PER_MB } };
      } finally {
        await program.stop();
      }
    },
    peakMemory: () => Promise.resolve(null),
    end: () => Promise.resolve(),
  };
}

async function open(program: Program, api: ApiClient, id: string, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const more = Math.min(AT_ONCE, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: more }, () => subscribe(program, api, id)))));
  }
  return sockets;
}

/** Resolves with the first message: the subscription is open. */
async function subscribe({ url }: Program, { headers }: ApiClient, id: string): Promise<WebSocket> {
  const { authorization } = headers;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: WATCH, variables: { id } } }));
  const [message] = (await once(socket, 'message')) as [Buffer];
  const { type, payload } = JSON.parse(message.toString('utf8')) as { type: string; payload: { errors?: unknown } };
  if (type !== 'next' || payload.errors) throw new Error(`The subscription was refused: ${message.toString('utf8')}`);
  return socket;
}

async function closeAll(sockets: readonly WebSocket[]): Promise<void> {
  const closed = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.close();
  await Promise.all(closed);
}
