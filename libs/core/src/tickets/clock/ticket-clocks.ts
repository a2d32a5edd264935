import { db, Jobs } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { changeTerm, pauseClock, resumeClock, type SlaTarget, type SlaTerm, startClock } from '../sla/sla-clock';
import {
  type ClockTimes,
  lockClocks,
  newClock,
  type TicketClockState,
  timesOf,
  urgencyOf,
  writeClocks,
} from './clock-rows';
import { laddersOf, type Promised, workingTimes } from './policies';
import { sweepSoon } from './sweep.job';

/** A new ticket's clocks, before they are written. */
export interface NewClocks {
  readonly clocks: readonly (readonly [TicketClockState, ClockTimes])[];
  /** What a list by urgency goes by; null where no clock runs. */
  readonly dueAt: Date | null;
}

/** What happens to a clock, given its term. */
type Change = (clock: TicketClockState, term: SlaTerm) => TicketClockState;

/** Clocks of tickets: each change sets the due times of the clocks and of their ticket anew. */
@Injectable()
export class TicketClocks {
  constructor(private readonly jobs: Jobs) {}

  /** The clocks of a ticket that begins at `at`. */
  plan(ticketId: string, promised: Promised | null, at: Date): NewClocks {
    if (promised === null) return { clocks: [], dueAt: null };
    const clocks = Object.entries(promised.lengths).map(([target, length]) =>
      newClock(ticketId, target as SlaTarget, promised, length, at.getTime()),
    );
    const timed = clocks.map((clock) => [clock, timesOf(clock, promised.time, promised.ladder)] as const);
    return { clocks: timed, dueAt: urgencyOf(timed.map(([, times]) => times)) };
  }

  async write({ clocks }: NewClocks): Promise<void> {
    await writeClocks(clocks);
    await sweepSoon(
      this.jobs,
      clocks.flatMap(([, { next }]) => (next === null ? [] : [next.at])),
    );
  }

  /** Stands still from now on: the customer is waited for. */
  pause(ticketId: string, at: Date): Promise<Date | null> {
    return this.change([ticketId], (clock, term) => ({ ...clock, ...pauseClock(clock, term, at.getTime()) }));
  }

  resume(ticketId: string, at: Date): Promise<Date | null> {
    return this.change([ticketId], (clock) => ({ ...clock, ...resumeClock(clock, at.getTime()) }));
  }

  /** What is promised is kept, or missed, once and for all; a progress update begins anew. */
  meet(ticketId: string, targets: readonly SlaTarget[], at: Date): Promise<Date | null> {
    return this.change([ticketId], met(targets, at));
  }

  /** The same of many tickets; answers what each is due by, null where no clock of it runs. */
  async meetAll(
    ticketIds: readonly string[],
    targets: readonly SlaTarget[],
    at: Date,
  ): Promise<ReadonlyMap<string, Date | null>> {
    if (ticketIds.length === 0) return new Map();
    const { clocks } = await this.changed(ticketIds, met(targets, at));
    const times = new Map<string, ClockTimes[]>(ticketIds.map((id) => [id, []]));
    for (const [{ ticketId }, time] of clocks) times.get(ticketId)!.push(time);
    return new Map([...times].map(([id, those]) => [id, urgencyOf(those)]));
  }

  /** Nothing is left to be done: every clock ends. `kept` are those that were fulfilled by it. */
  settle(ticketId: string, kept: readonly SlaTarget[], at: Date): Promise<Date | null> {
    return this.change([ticketId], (clock, term) => {
      if (clock.metAt !== null) return clock;
      if (kept.includes(clock.target)) return fulfil(clock, term, at.getTime());
      return { ...clock, ...pauseClock(clock, term, at.getTime()) };
    });
  }

  /** It was done and is not: what was promised of the end runs on, what was used up stays used up. */
  reopen(ticketId: string, at: Date): Promise<Date | null> {
    return this.change([ticketId], (clock) => {
      if (clock.target === 'FIRST_RESPONSE') return clock;
      if (clock.target === 'PROGRESS_UPDATE') return { ...clock, ...startClock(at.getTime()), metAt: null };
      return { ...clock, ...resumeClock(clock, at.getTime()), metAt: null };
    });
  }

  /** Another policy, severity or kind in mid-flight. Targets that are promised no more end; new ones begin. */
  async promise(ticketId: string, promised: Promised | null, at: Date, runs: boolean): Promise<Date | null> {
    const now = at.getTime();
    const clocks = await lockClocks([ticketId]);
    const calendarId = promised?.calendarId ?? null;
    const timeOf = await workingTimes([...clocks.map((clock) => clock.calendarId), calendarId]);
    const changed = clocks.flatMap((clock): TicketClockState[] => {
      const length = promised?.lengths[clock.target];
      const from = { length: clock.length, time: timeOf(clock.calendarId) };
      if (clock.metAt !== null) return [clock];
      if (length === undefined) return [{ ...clock, ...pauseClock(clock, from, now) }];
      const to = { length, time: timeOf(calendarId) };
      return [{ ...clock, ...changeTerm(clock, from, to, now), length, calendarId, policyId: promised!.policyId }];
    });
    const added = Object.entries(promised?.lengths ?? {})
      .filter(([target]) => !clocks.some((clock) => clock.target === target))
      .map(([target, length]) => {
        const clock = newClock(ticketId, target as SlaTarget, promised!, length, now);
        return runs ? clock : { ...clock, since: null };
      });
    return this.store([...changed, ...added]);
  }

  private async change(ticketIds: readonly string[], change: Change): Promise<Date | null> {
    return (await this.changed(ticketIds, change)).dueAt;
  }

  private async changed(ticketIds: readonly string[], change: Change): Promise<NewClocks> {
    const clocks = await lockClocks(ticketIds);
    const timeOf = await workingTimes(clocks.map(({ calendarId }) => calendarId));
    const next = clocks.map((clock) => change(clock, { length: clock.length, time: timeOf(clock.calendarId) }));
    const planned = await this.timed(next);
    await this.write(planned);
    return planned;
  }

  private async store(clocks: readonly TicketClockState[]): Promise<Date | null> {
    const planned = await this.timed(clocks);
    await this.write(planned);
    return planned.dueAt;
  }

  private async timed(clocks: readonly TicketClockState[]): Promise<NewClocks> {
    const timeOf = await workingTimes(clocks.map(({ calendarId }) => calendarId));
    const ladders = await laddersOf(clocks.map(({ policyId }) => policyId));
    const timed = clocks.map(
      (clock) => [clock, timesOf(clock, timeOf(clock.calendarId), ladders.get(clock.policyId ?? '') ?? [])] as const,
    );
    return { clocks: timed, dueAt: urgencyOf(timed.map(([, times]) => times)) };
  }
}

/** What is promised is kept, or missed, once and for all; a progress update begins anew. */
const met =
  (targets: readonly SlaTarget[], at: Date): Change =>
  (clock, term) => {
    if (!targets.includes(clock.target) || clock.metAt !== null) return clock;
    const fulfilled = fulfil(clock, term, at.getTime());
    return clock.target === 'PROGRESS_UPDATE' ? { ...fulfilled, ...startClock(at.getTime()), metAt: null } : fulfilled;
  };

/** Ends a clock that is fulfilled; one that was over its time is missed, told of or not. */
function fulfil(clock: TicketClockState, term: SlaTerm, at: number): TicketClockState {
  const stopped = pauseClock(clock, term, at);
  const missed = stopped.spent > clock.length;
  return { ...clock, ...stopped, metAt: at, breachedAt: clock.breachedAt ?? (missed ? at : null) };
}

/** Sets the due time of a ticket that is locked. */
export async function writeUrgency(ticketId: string, dueAt: Date | null): Promise<void> {
  await db().execute(
    {
      name: 'ticket_due_at',
      text: 'UPDATE atrium.ticket SET due_at = coalesce($2::timestamptz, $3::timestamptz) WHERE id = $1',
    },
    [ticketId, dueAt, 'infinity'],
  );
}
