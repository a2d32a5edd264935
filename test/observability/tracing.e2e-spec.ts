import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import {
  type ContextDefinition,
  defineEvent,
  defineJob,
  EventHandler,
  Events,
  JobHandler,
  Jobs,
  newId,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { runChild } from '../support/child-program';
import { inSpan } from '@atrium/platform';
import { createTestPlatform, Mailbox, type TestPlatform } from '@atrium/testing';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { roleIds } from '../identity/support';

const payload = z.object({ mark: z.string() });
const happened = defineEvent({ name: 'spec.traced', version: 1, aggregate: 'thing', schema: payload });
const follow = defineJob({ name: 'spec.follow', version: 1, schema: payload });

@Injectable()
class TracedHandlers {
  constructor(private readonly jobs: Jobs) {}

  @EventHandler(happened)
  async handle({ mark }: z.infer<typeof payload>): Promise<void> {
    await this.jobs.enqueue(follow, { mark });
  }

  @JobHandler(follow)
  follow(): Promise<void> {
    return Promise.resolve();
  }
}
@Module({ providers: [TracedHandlers] })
class TracedModule {}
const traced: ContextDefinition = { name: 'traced', module: TracedModule, entities: [], migrations: [] };

interface Sent {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: { key: string; value: Record<string, unknown> }[];
  readonly status?: { code?: number };
}

/** A collector on the loopback interface that keeps what it is sent. */
class Collector {
  readonly spans: Sent[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  readonly bodies: string[] = [];
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Collector> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        collector.headers.push(request.headers);
        collector.bodies.push(body);
        const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] };
        collector.spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    const collector = new Collector(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('traces', () => {
  const TRACE = '0af7651916cd43dd8448eb211c80319c';
  const PERSON = { name: '欧阳慧敏', email: 'ouyang@alpha.example' };
  let collector: Collector;
  let mailbox: Mailbox;
  let platform: TestPlatform;

  beforeAll(async () => {
    [collector, mailbox] = [await Collector.open(), await Mailbox.open()];
    platform = await createTestPlatform(
      {
        SMTP_URL: mailbox.url,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=collector-key',
      },
      [traced],
    );
    const admin = await platform.as('ADMIN');
    const { TECHNICIAN } = await roleIds(admin);
    await admin
      .with({ traceparent: `00-${TRACE}-b7ad6b7169203331-01` })
      .ok('mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } } }', {
        input: { ...PERSON, roleIds: [TECHNICIAN], dataScope: { kind: 'ALL' } },
      });
    await admin
      .with({ traceparent: `00-${TRACE.replace('0a', '0b')}-b7ad6b7169203331-00` })
      .ok('{ viewer { actor { name } } }');
    await admin.fails('query ($id: ID!) { customer(id: $id) { name } }', { id: PERSON.email });
    const as = { tenantId: platform.tenants.a.id, actor: systemActor('spec'), operation: 'spec' };
    await inSpan('spec root', {}, () =>
      platform.api
        .get(Transactions)
        .run(as, () => platform.api.get(Events).emit(happened, { mark: PERSON.name }, { aggregateId: newId() })),
    );
    await platform.runJobs();
    await platform.close();
  });
  afterAll(async () => {
    collector?.close();
    await mailbox?.close();
  });

  const named = (name: string): Sent[] => collector.spans.filter((span) => span.name === name);
  const ofTrace = (id: string): Sent[] => collector.spans.filter(({ traceId }) => traceId === id);

  it('go on with the caller’s, from the request through its statements into the worker and to the mail server', () => {
    const spans = ofTrace(TRACE);
    const one = (name: string): Sent => spans.find((span) => span.name === name)!;
    expect(one('graphql request').parentSpanId).toBe('b7ad6b7169203331');
    expect(one('graphql mutation').parentSpanId).toBe(one('graphql request').spanId);
    expect(one('statement enqueue_job').parentSpanId).toBe(one('graphql mutation').spanId);
    expect(one('job mail.send').parentSpanId).toBe(one('graphql mutation').spanId);
    expect(one('send mail').parentSpanId).toBe(one('job mail.send').spanId);
  });

  it('are carried by events to their handlers, and by these to the jobs they add', () => {
    const [root] = named('spec root');
    const [event] = named('event traced.handle');
    const [job] = named('job spec.follow');
    expect(event).toMatchObject({ traceId: root!.traceId, parentSpanId: root!.spanId });
    expect(job).toMatchObject({ traceId: root!.traceId, parentSpanId: event!.spanId });
  });

  it('are left out where the caller’s is not sampled', () => {
    expect(ofTrace(TRACE.replace('0a', '0b'))).toEqual([]);
  });

  it('are sent with the headers of the collector', () => {
    expect(collector.headers[0]).toMatchObject({ 'api-key': 'collector-key' });
  });

  it('hold neither personal data nor values of statements', () => {
    const text = collector.bodies.join('');
    for (const value of [...Object.values(PERSON), platform.tenants.a.admin.email, '王芳', 'SELECT', 'INSERT']) {
      expect(text).not.toContain(value);
    }
    const keys = new Set(collector.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
    expect([...keys].sort()).toEqual([
      'atrium.attempt',
      'atrium.event',
      'atrium.event.id',
      'atrium.job',
      'atrium.job.id',
      'atrium.request.id',
      'atrium.tenant.id',
      'db.query.summary',
      'db.system.name',
      'graphql.operation.type',
    ]);
  });
});

it('are off unless switched on, and then nothing of them is loaded', async () => {
  const child = runChild(`
    load('reflect-metadata');
    load(${JSON.stringify(resolve(__dirname, '../../apps/api/src/index.ts'))});
    load(${JSON.stringify(resolve(__dirname, '../../apps/worker/src/index.ts'))});
    say(Object.keys(require('node:module')._cache).filter((file) => /@opentelemetry.(sdk|exporter|otlp)/.test(file)));
    process.exit(0);
  `);
  expect(await child.next()).toEqual([]);
  expect(await child.ended).toEqual({ code: 0, signal: null });
});
