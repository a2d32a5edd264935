import {
  conflict,
  context,
  db,
  EventHandler,
  Events,
  invalidField,
  newId,
  notFound,
  now,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { isSettled, TicketState } from '../state/ticket-state';
import { overError } from '../ticket/over';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents, type TicketPayload } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { openTicket } from '../work/work-orders';
import {
  type AbandonPlaybookInput,
  PlaybookRunState,
  type PlaybookStep,
  type RecordPlaybookStepInput,
  type StartPlaybookInput,
} from './playbook.types';

interface StoredCheck {
  readonly text: string;
  readonly isDone: boolean;
}

const { RUNNING, DONE, ABANDONED } = PlaybookRunState;

/** Tickets that are worked through by playbooks. */
@Injectable()
export class PlaybookRuns {
  constructor(private readonly events: Events) {}

  /** The one that says most about the ticket begins when it is triaged: category before kind before severity. */
  @EventHandler(ticketEvents.moved, { name: 'startPlaybook' })
  async byRule({ ticketId, to }: TicketPayload & { to: string }): Promise<void> {
    if (to !== (TicketState.TRIAGED as string)) return;
    const ticket = await lockTicket(ticketId);
    if (isSettled(ticket.state)) return;
    const [row] = await db().query<{ id: string }>(
      `SELECT v.id FROM atrium.playbook p CROSS JOIN LATERAL (
         SELECT v.id, v.maturity FROM atrium.playbook_version v WHERE v.tenant_id = p.tenant_id AND v.playbook_id = p.id
           AND v.state = 'PUBLISHED' ORDER BY v.number DESC LIMIT 1) v
       WHERE p.is_active AND v.maturity <> 'SIMULATED' AND (p.kind IS NULL OR p.kind = $1)
         AND (p.severity IS NULL OR p.severity = $2) AND (p.category_id IS NULL OR p.category_id = $3)
       ORDER BY (p.category_id IS NOT NULL) DESC, (p.kind IS NOT NULL) DESC, (p.severity IS NOT NULL) DESC,
         (v.maturity = 'STANDARD') DESC, p.id LIMIT 1`,
      [ticket.kind, ticket.severity, ticket.categoryId],
    );
    if (row) await this.start(ticket, row.id, true);
  }

  /** By hand. Answers the UUID. `CONFLICT` for one that is not published, or that the ticket has. */
  async byHand({ ticketId, playbookId }: StartPlaybookInput): Promise<string> {
    const ticket = await openTicket(ticketId);
    const [row] = await db().query<{ id: string | null }>(
      `SELECT (SELECT v.id FROM atrium.playbook_version v WHERE v.playbook_id = p.id AND v.state = 'PUBLISHED'
         ORDER BY v.number DESC LIMIT 1) AS id FROM atrium.playbook p WHERE p.id = $1`,
      [playbookId],
    );
    if (!row) throw notFound('Playbook');
    if (row.id === null) throw conflict(ticketMessages.notPublished);
    const id = await this.start(ticket, row.id, false);
    if (id === null) throw conflict(ticketMessages.hasPlaybook);
    return id;
  }

  /** Done when all its checks are ticked off; the playbook is when all its required steps are. Answers the run's UUID. */
  async record({ id, version, checks, note }: RecordPlaybookStepInput): Promise<string> {
    const [seen] = await db().query<{ run: string }>(
      'SELECT run_id AS run FROM atrium.ticket_playbook_step WHERE id = $1',
      [id],
    );
    if (!seen) throw notFound('TicketPlaybookStep');
    const { run, ticket } = await this.lockRun(seen.run);
    const [step] = await db().query<{ version: number; checks: StoredCheck[]; title: string }>(
      'SELECT version, checks, title FROM atrium.ticket_playbook_step WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (step!.version !== version) throw staleVersion(version, step!.version);
    if (run.state === ABANDONED) throw conflict(ticketMessages.playbookOver);
    if (checks.length !== step!.checks.length) {
      throw invalidField('input.checks', 'WRONG_LENGTH', ticketMessages.checksOf, { count: step!.checks.length });
    }
    const isDone = checks.every(Boolean);
    await update('ticket_playbook_step', id, {
      checks: JSON.stringify(step!.checks.map(({ text }, index) => ({ text, isDone: checks[index]! }))),
      done_at: isDone ? now() : null,
      doer_name: isDone ? context().actor.name : null,
      note: note === undefined ? undefined : note || null,
    });
    const [left] = await db().query<{ count: number }>(
      `SELECT count(*)::int AS count FROM atrium.ticket_playbook_step
       WHERE run_id = $1 AND is_required AND done_at IS NULL`,
      [seen.run],
    );
    const state = left!.count === 0 ? DONE : RUNNING;
    if (state !== run.state) {
      await update('ticket_playbook', seen.run, { state, ended_at: state === DONE ? now() : null });
    }
    await this.told(ticket, { step: step!.title, isDone, state }, note);
    return seen.run;
  }

  async abandon({ id, version, reason }: AbandonPlaybookInput): Promise<void> {
    const { run, ticket } = await this.lockRun(id);
    if (run.version !== version) throw staleVersion(version, run.version);
    if (run.state !== RUNNING) throw conflict(ticketMessages.playbookOver);
    await update('ticket_playbook', id, { state: ABANDONED, ended_at: now(), reason });
    await this.told(ticket, { state: ABANDONED }, reason);
  }

  private async start(ticket: LockedTicket, versionId: string, isByRule: boolean): Promise<string | null> {
    const id = newId();
    const begun = await db().query<{ id: string }>(
      `INSERT INTO atrium.ticket_playbook (id, ticket_id, version_id, is_by_rule, started_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT ticket_playbook_once DO NOTHING RETURNING id`,
      [id, ticket.id, versionId, isByRule, now()],
    );
    if (begun.length === 0) return null;
    const [version] = await db().query<{ name: string; number: number; steps: PlaybookStep[] }>(
      `SELECT p.name, v.number, v.steps FROM atrium.playbook_version v
       JOIN atrium.playbook p ON p.tenant_id = v.tenant_id AND p.id = v.playbook_id WHERE v.id = $1`,
      [versionId],
    );
    const { name, number, steps } = version!;
    for (const [position, { title, details, checks, isRequired }] of steps.entries()) {
      await db().execute(
        `INSERT INTO atrium.ticket_playbook_step (id, run_id, position, title, details, checks, is_required)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[newId(), id, position, title, details, JSON.stringify(checks.map((text) => ({ text, isDone: false })))],
          isRequired,
        ],
      );
    }
    await this.told(ticket, { playbook: name, number, state: RUNNING, isByRule });
    return id;
  }

  private async told(ticket: LockedTicket, facts: object, note?: string | null): Promise<void> {
    await tell([{ ticketId: ticket.id, at: now(), kind: TicketEventKind.PLAYBOOK, facts, note }]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: ticket.id });
  }

  /** The playbook of a ticket on which there is something to do, both locked. */
  private async lockRun(
    id: string,
  ): Promise<{ run: { state: PlaybookRunState; version: number }; ticket: LockedTicket }> {
    const [seen] = await db().query<{ ticket: string }>(
      'SELECT ticket_id AS ticket FROM atrium.ticket_playbook WHERE id = $1',
      [id],
    );
    if (!seen) throw notFound('TicketPlaybook');
    const ticket = await lockTicket(seen.ticket);
    if (isSettled(ticket.state)) throw overError(ticket);
    const [run] = await db().query<{ state: PlaybookRunState; version: number }>(
      'SELECT state, version FROM atrium.ticket_playbook WHERE id = $1 FOR UPDATE',
      [id],
    );
    return { run: run!, ticket };
  }
}

/** A ticket is resolved when the steps that are required are done; with one that is cancelled or merged they are given up. */
export async function settlePlaybooks(ticketId: string, isResolved: boolean, at: Date): Promise<void> {
  const [open] = isResolved
    ? await db().query<{ titles: string | null }>(
        `SELECT string_agg(s.title, ', ' ORDER BY s.position) AS titles FROM atrium.ticket_playbook r
         JOIN atrium.ticket_playbook_step s ON s.tenant_id = r.tenant_id AND s.run_id = r.id
         WHERE r.ticket_id = $1 AND r.state = 'RUNNING' AND s.is_required AND s.done_at IS NULL`,
        [ticketId],
      )
    : [];
  if (open?.titles) throw conflict(ticketMessages.playbookOpen, { titles: open.titles });
  if (isResolved) return;
  await db().execute(
    `UPDATE atrium.ticket_playbook SET state = 'ABANDONED', ended_at = $2, version = version + 1, updated_at = now()
     WHERE ticket_id = $1 AND state = 'RUNNING'`,
    [ticketId, at],
  );
}
