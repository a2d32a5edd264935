import {
  type Clock,
  type DbSession,
  Log,
  maybeContext,
  newId,
  type OperationContext,
  pickLocale,
  runInContext,
  type TenantRef,
  type TenantStatus,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { BackgroundPace } from '../throttle/background-pace';
import { PgSession } from './pg-session';
import { type OperationSession, SessionFactory, type SessionOptions } from './session-factory';

/** Opens sessions on the pool of the process. */
export class PgSessionFactory extends SessionFactory {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  open(options: SessionOptions): OperationSession {
    return new PgSession(this.dataSource, options);
  }
}

interface TenantRow {
  id: string;
  slug: string;
  name: string;
  locale: string;
  time_zone: string;
  currency: string;
  status: TenantStatus;
}

const hasBegun = (db: DbSession | undefined): boolean => (db as Partial<OperationSession> | undefined)?.opened === true;

const NOBODY = { ip: null, name: null };

/** {@link Transactions} on sessions of their own. */
@Injectable()
export class PgTransactions extends Transactions {
  private readonly log = new Log('Transactions');

  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionFactory,
    private readonly clock: Clock,
    /** Of a process whose work gives way to others'. */
    private readonly pace: BackgroundPace | null = null,
  ) {
    super();
  }

  async run<T>(options: TransactionOptions, task: () => Promise<T>): Promise<T> {
    const { pace } = this;
    const { tenantId } = options;
    // Inside of another that has begun, others may wait for what that one holds.
    if (!pace || tenantId === null || hasBegun(maybeContext()?.db)) return this.transaction(options, task);
    await pace.turn(tenantId);
    const began = performance.now();
    try {
      return await this.transaction(options, task);
    } finally {
      pace.spend(tenantId, performance.now() - began);
    }
  }

  private async transaction<T>(options: TransactionOptions, task: () => Promise<T>): Promise<T> {
    const outer = maybeContext();
    const tenant = options.founding ?? (await this.tenantOf(options));
    const requestId = options.requestId ?? outer?.requestId ?? newId();
    const client = outer?.client ?? NOBODY;
    const { actor, readOnly = false, operation } = options;
    const session = this.sessions.open({
      tenantId: options.tenantId,
      actor,
      communityScope: actor.communityScope,
      readOnly,
      operation,
      requestId,
      client,
      clock: this.clock,
    });
    const after: (() => void | Promise<void>)[] = [];
    const ctx: OperationContext = {
      requestId,
      tenant,
      actor,
      locale: options.locale ?? tenant?.locale ?? outer?.locale ?? 'en',
      client,
      clock: this.clock,
      db: session,
      afterCommit: (done) => void after.push(done),
    };
    try {
      const result = await runInContext(ctx, task);
      await session.commit();
      for (const done of after) {
        try {
          await done();
        } catch (error) {
          this.log.error('A task after a commit failed', { operation, error });
        }
      }
      return result;
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  async findTenant(by: { slug: string } | { id: string }): Promise<TenantRef | null> {
    const [slug, id] = 'slug' in by ? [by.slug, null] : [null, by.id];
    return this.found('SELECT * FROM app.find_tenant($1, $2)', [slug, id]);
  }

  private async found(look: string, values: unknown[]): Promise<TenantRef | null> {
    const [row] = await this.dataSource.query<TenantRow[]>(look, values);
    if (!row) return null;
    const { time_zone: timeZone, locale, ...rest } = row;
    return { ...rest, timeZone, locale: pickLocale(locale) };
  }

  /** The tenant of a transaction: the one of the operation around it needs no look-up. */
  private async tenantOf({ tenantId: id, whileClosed }: TransactionOptions): Promise<TenantRef | null> {
    if (id === null) return null;
    const outer = maybeContext()?.tenant;
    if (outer?.id === id) return outer;
    const open = await this.findTenant({ id });
    return open ?? (whileClosed ? this.found('SELECT * FROM app.find_closed_tenant($1)', [id]) : null);
  }
}
