import {
  context,
  currentTenant,
  db,
  Events,
  foldText,
  type ImportKind,
  ImportKindProvider,
  type ImportRunOptions,
  keepStatistics,
  now,
  type ParsedRow,
  seek,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PropertyImport } from '../../properties';
import type { TicketFields } from './import.fields';
import { importMessages } from './import.messages';
import { type FoundPlace, PlaceFinder } from './place-finder';
import { type ImportedTicket, insertTickets, isChanged, type KnownTicket, updateTickets } from './ticket-batch';
import { draftOf, type TicketDraft, ticketImport, type TicketOutcome, type TicketProblem } from './ticket-draft';

/** A row on its way through the batch. */
interface Step {
  readonly draft: TicketDraft;
  problems: readonly TicketProblem[];
  warnings: readonly TicketProblem[];
  place: FoundPlace | null;
  outcome: TicketOutcome['outcome'];
}

const KNOWN = `
  SELECT k.* FROM unnest($1::text[]) AS r(external_id) CROSS JOIN LATERAL
    ${seek({
      from: 'atrium.ticket',
      select: `id, number, external_id, is_historic, former_number, kind, severity, title, description, wants, category_id`,
      key: { external_id: 'r.external_id' },
      lock: 'FOR NO KEY UPDATE',
    })} k`;

/** The one customer with a telephone, under the number they have now. */
const CALLERS = `
  SELECT r.phone, min(coalesce(a.merged_into_id, a.id)::text) AS id
  FROM unnest($1::text[]) AS r(phone)
  JOIN atrium.customer_contact k ON k.value = r.phone AND k.kind = 'PHONE' AND k.removed_at IS NULL
  JOIN atrium.customer a ON a.tenant_id = k.tenant_id AND a.id = k.customer_id
  GROUP BY r.phone HAVING count(DISTINCT coalesce(a.merged_into_id, a.id)) = 1`;

/**
 * Imports tickets that were taken down elsewhere. They are historic: they start no clock, survey or message. Everything
 * that can be wrong with a row is found before anything is written. A ticket that is known by its external id gets what
 * the row says anew; where it stands is the company's own since.
 */
@ImportKindProvider(ticketImport)
@Injectable()
export class TicketImport implements ImportKind<TicketFields> {
  constructor(
    private readonly properties: PropertyImport,
    private readonly events: Events,
  ) {}

  async applyBatch(
    rows: readonly ParsedRow<TicketFields>[],
    options: ImportRunOptions,
  ): Promise<readonly TicketOutcome[]> {
    await keepStatistics();
    const told = { at: now(), timeZone: currentTenant().timeZone };
    const steps = rows.map((row): Step => {
      const draft = draftOf(row, told);
      return { draft, problems: draft.problems, warnings: draft.warnings, place: null, outcome: 'ERROR' };
    });
    const good = (): Step[] => steps.filter(({ problems }) => problems.length === 0);

    const places = await PlaceFinder.load(
      good().map(({ draft }) => draft.place),
      this.properties,
      options,
    );
    for (const step of good()) {
      const answer = places.answer(step.draft.place);
      if ('message' in answer) step.problems = [answer];
      else if (answer.communityId === null && context().actor.communityScope !== null) {
        step.problems = [{ field: 'community', code: 'REQUIRED', message: importMessages.communityNeeded }];
      } else step.place = answer;
    }
    const [categories, callers, known] = [
      await categoriesNamed(good()),
      await callersOf(good()),
      await knownTickets(good()),
    ];
    const fresh: ImportedTicket[] = [];
    const changed: [ImportedTicket, KnownTicket][] = [];
    const taken = new Set<string>();
    for (const step of good()) {
      const { draft } = step;
      const categoryId = draft.category === null ? null : (categories.get(foldText(draft.category)) ?? null);
      if (draft.category !== null && categoryId === null) {
        const params = { given: draft.category };
        const problem = {
          field: 'category',
          code: 'UNKNOWN_CATEGORY',
          message: importMessages.unknownCategory,
        } as const;
        step.warnings = [...step.warnings, { ...problem, params }];
      }
      const customerId = draft.phone === null ? null : (callers.get(draft.phone.value) ?? null);
      const ticket: ImportedTicket = { draft, place: step.place!, categoryId, customerId };
      const there = known.get(draft.externalId);
      if (there && !there.is_historic) {
        step.problems = [{ field: 'externalId', code: 'NOT_IMPORTED', message: importMessages.ours }];
      } else if (there) {
        step.outcome = draft.duplicateOf !== null ? 'MERGED' : isChanged(ticket, there) ? 'UPDATED' : 'UNCHANGED';
        if (step.outcome === 'UPDATED') changed.push([ticket, there]);
      } else if (taken.has(draft.externalId)) {
        step.outcome = 'MERGED';
      } else {
        // Also where an earlier row said the same: it was refused.
        step.outcome = 'CREATED';
        taken.add(draft.externalId);
        fresh.push(ticket);
      }
    }
    await insertTickets(fresh, this.events, () => options.writing?.());
    await updateTickets(changed);
    return steps.map((step, index) => outcomeOf(step, index === 0 ? places.counts : undefined));
  }
}

function outcomeOf(step: Step, counts: Readonly<Record<string, number>> | undefined): TicketOutcome {
  const { draft, problems, warnings, outcome } = step;
  if (problems.length > 0) return { number: draft.number, outcome: 'ERROR', problems, counts };
  return { number: draft.number, outcome, counts, ...(warnings.length > 0 ? { problems: warnings } : {}) };
}

async function categoriesNamed(steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  if (steps.every(({ draft }) => draft.category === null)) return new Map();
  const rows = await db().query<{ id: string; name: string }>(
    'SELECT id, name FROM atrium.ticket_category ORDER BY is_active, id DESC',
  );
  return new Map(rows.map(({ id, name }) => [foldText(name), id]));
}

async function callersOf(steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const phones = [...new Set(steps.flatMap(({ draft }) => draft.phone?.value ?? []))];
  if (phones.length === 0) return new Map();
  const rows = await db().query<{ phone: string; id: string }>(CALLERS, [phones]);
  return new Map(rows.map(({ phone, id }) => [phone, id]));
}

async function knownTickets(steps: readonly Step[]): Promise<ReadonlyMap<string, KnownTicket>> {
  const ids = [...new Set(steps.map(({ draft }) => draft.externalId))].sort();
  const rows = await db().query<KnownTicket>(KNOWN, [ids]);
  return new Map(rows.map((row) => [row.external_id, row]));
}
