import { db, defineSchedule, Events, JobHandler, Jobs, now, Schedule, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { policyChanged } from '../settings/policy-changed.job';
import { BREACH, raise, sharesOf, WARNING, type Milestone } from '../sla/sla-clock';
import type { StoredStep } from '../settings/stored-sla';
import { TicketEventKind, type TicketKind, type TicketSeverity } from '../ticket/ticket.enums';
import { type HistoryEntry, lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents, type TicketPayload } from '../tickets.events';
import { lockDueClocks, type TicketClockState, timesOf, writeClocks } from './clock-rows';
import { Promises } from './members';
import { laddersOf, workingTimes } from './policies';
import { HORIZON_MS, sweepClocks, sweepSoon } from './sweep.job';
import { TicketClocks, writeUrgency } from './ticket-clocks';

/** Clocks that one transaction tells of. */
const BATCH = 500;

const plan = defineSchedule({
  name: 'tickets.planSweeps',
  at: { cron: '* * * * *' },
  scope: 'platform',
  timeoutSeconds: 50,
});

interface DueTicket {
  id: string;
  number: string;
  kind: TicketKind;
  severity: TicketSeverity;
  communityId: string | null;
  customerId: string | null;
  promisedAt: Date | null;
}

const FACTS = `k.id, k.number, k.kind, k.severity, k.community_id AS "communityId", k.customer_id AS "customerId",
  k.promised_at AS "promisedAt"`;

/**
 * Tells of what time brings about: warnings, breaches, steps of ladders, broken promises, tickets that come back. What is
 * due stands in the tables; the planner looks a minute ahead, so that nothing is lost with a job or a process.
 */
@Injectable()
export class ClockSweep {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly events: Events,
    private readonly clocks: TicketClocks,
    private readonly promises: Promises,
  ) {}

  @Schedule(plan, { transaction: false })
  async planSweeps(): Promise<void> {
    const as = { actor: systemActor('tickets'), operation: 'tickets.planSweeps' };
    const rows = await this.transactions.run({ ...as, tenantId: null }, () =>
      db().query<{ tenant_id: string; at: Date }>('SELECT tenant_id, at FROM app.ticket_timers($1)', [
        new Date(now().getTime() + HORIZON_MS),
      ]),
    );
    for (const [tenantId, due] of Map.groupBy(rows, (row) => row.tenant_id)) {
      await this.transactions.run({ ...as, tenantId }, () =>
        sweepSoon(
          this.jobs,
          due.map(({ at }) => at.getTime()),
        ),
      );
    }
  }

  @JobHandler(sweepClocks)
  async sweep(): Promise<void> {
    const at = now();
    const told = await this.sweepClocks(at);
    await this.breakPromises(at);
    await this.bringBack(at);
    if (told === BATCH) await this.jobs.enqueue(sweepClocks, {});
  }

  /** Clocks run by what the policies and calendars say now. */
  @JobHandler(policyChanged)
  async resetClocks({ policyId, calendarId }: { policyId?: string; calendarId?: string }): Promise<void> {
    const tickets = await db().query<{ id: string }>(
      `SELECT k.id FROM atrium.ticket k WHERE k.state IN ('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'ON_HOLD', 'REOPENED')
         AND NOT k.is_historic AND (($1::uuid IS NULL AND $2::uuid IS NULL) OR EXISTS (
           SELECT FROM atrium.ticket_clock c WHERE c.tenant_id = k.tenant_id AND c.ticket_id = k.id AND c.met_at IS NULL
             AND (c.policy_id = $1 OR c.calendar_id = $2)))
       ORDER BY k.id`,
      [policyId ?? null, calendarId ?? null],
    );
    const at = now();
    for (const { id } of tickets) {
      const ticket = await lockTicket(id);
      const promised = await this.promises.of(ticket);
      const dueAt = await this.clocks.promise(id, promised, at, ticket.holdReason !== 'CUSTOMER');
      await writeUrgency(id, dueAt);
    }
  }

  private async sweepClocks(at: Date): Promise<number> {
    const due = await lockDueClocks(at, BATCH);
    if (due.length === 0) return 0;
    const [timeOf, ladders, tickets] = [
      await workingTimes(due.map(({ calendarId }) => calendarId)),
      await laddersOf(due.map(({ policyId }) => policyId)),
      await this.factsOf(due.map(({ ticketId }) => ticketId)),
    ];
    const history: HistoryEntry[] = [];
    const written = due.map((clock) => {
      const ladder = (ladders.get(clock.policyId ?? '') ?? []).filter(({ target }) => target === clock.target);
      const term = { length: clock.length, time: timeOf(clock.calendarId) };
      const raised = raise(clock, term, sharesOf(ladder), at.getTime());
      for (const one of raised.reached) history.push(...entriesOf(clock, one, ladder));
      const breach = raised.reached.find(({ percent }) => percent === BREACH);
      const next: TicketClockState = { ...clock, ...raised.clock, breachedAt: clock.breachedAt ?? breach?.at ?? null };
      return [next, timesOf(next, term.time, ladder)] as const;
    });
    await writeClocks(written);
    await tell(history);
    await this.emit(history, tickets);
    await sweepSoon(
      this.jobs,
      written.flatMap(([, { next }]) => (next === null ? [] : [next.at])),
    );
    return due.length;
  }

  private async emit(history: readonly HistoryEntry[], tickets: ReadonlyMap<string, TicketPayload>): Promise<void> {
    const items = <P extends object>(kind: TicketEventKind) =>
      history
        .filter((entry) => entry.kind === kind)
        .map((entry) => ({
          aggregateId: entry.ticketId,
          payload: { ...tickets.get(entry.ticketId)!, ...(entry.facts as P) },
        }));
    type Share = { target: string; percent: number };
    await this.events.emitAll(ticketEvents.slaWarned, items<Share>(TicketEventKind.SLA_WARNED));
    await this.events.emitAll(ticketEvents.slaBreached, items<Share>(TicketEventKind.SLA_BREACHED));
    await this.events.emitAll(ticketEvents.escalated, items<Share & { roleIds: string[] }>(TicketEventKind.ESCALATED));
  }

  private async factsOf(ids: readonly string[]): Promise<ReadonlyMap<string, TicketPayload>> {
    const rows = await db().query<DueTicket>(`SELECT ${FACTS} FROM atrium.ticket k WHERE k.id = ANY ($1::uuid[])`, [
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, payloadOf(row)]));
  }

  /** A promised time that has passed: told of once. */
  private async breakPromises(at: Date): Promise<void> {
    const rows = await db().query<DueTicket>(
      `UPDATE atrium.ticket k SET promise_broken_at = $1 WHERE k.promised_at <= $1 AND k.promise_broken_at IS NULL
         AND k.resolved_at IS NULL AND k.state NOT IN ('CANCELLED', 'MERGED') RETURNING ${FACTS}`,
      [at],
    );
    await tell(
      rows.map(({ id, promisedAt }) => ({
        ticketId: id,
        at,
        kind: TicketEventKind.PROMISE_BROKEN,
        facts: { promisedAt: promisedAt!.toISOString() },
      })),
    );
    await this.events.emitAll(
      ticketEvents.promiseBroken,
      rows.map((row) => ({
        aggregateId: row.id,
        payload: { ...payloadOf(row), promisedAt: row.promisedAt!.toISOString() },
      })),
    );
  }

  private async bringBack(at: Date): Promise<void> {
    const rows = await db().query<DueTicket>(
      `UPDATE atrium.ticket k SET deferred_until = NULL WHERE k.deferred_until <= $1 RETURNING ${FACTS}`,
      [at],
    );
    await tell(rows.map(({ id }) => ({ ticketId: id, at, kind: TicketEventKind.RETURNED })));
    await this.events.emitAll(
      ticketEvents.returned,
      rows.map((row) => ({ aggregateId: row.id, payload: payloadOf(row) })),
    );
  }
}

/** What one share of a target's time brings about. */
function entriesOf(
  { ticketId, target }: TicketClockState,
  { percent, at }: Milestone,
  ladder: readonly StoredStep[],
): HistoryEntry[] {
  const when = new Date(at);
  const facts = { target, percent };
  const roleIds = [...new Set(ladder.filter((step) => step.percent === percent).flatMap((step) => step.roleIds))];
  return [
    ...(percent === WARNING ? [{ ticketId, at: when, kind: TicketEventKind.SLA_WARNED, facts }] : []),
    ...(percent === BREACH ? [{ ticketId, at: when, kind: TicketEventKind.SLA_BREACHED, facts }] : []),
    ...(roleIds.length > 0
      ? [{ ticketId, at: when, kind: TicketEventKind.ESCALATED, facts: { ...facts, roleIds } }]
      : []),
  ];
}
