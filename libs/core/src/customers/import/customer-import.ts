import {
  Cipher,
  context,
  db,
  Events,
  type ImportKind,
  ImportKindProvider,
  type ImportRunOptions,
  keepStatistics,
  type ParsedRow,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PropertyImport } from '../../properties';
import { CustomerBatch, type CustomerRow } from './customer-batch';
import {
  type CustomerDraft,
  customerImport,
  type CustomerOutcome,
  type CustomerProblem,
  draftOf,
} from './customer-draft';
import type { CustomerTarget } from './customer-target';
import type { CustomerFields } from './import.fields';
import { importMessages } from './import.messages';
import { OccupancyBatch, type OccupancyPlan } from './occupancy-batch';
import { type FoundUnit, UnitFinder } from './unit-finder';

/** A row on its way through the batch. */
interface Step {
  readonly draft: CustomerDraft;
  row: CustomerRow;
  problems: readonly CustomerProblem[];
  unit: FoundUnit | null;
  communityId: string | null;
  target: CustomerTarget | null;
  plan: OccupancyPlan | null;
  changed: boolean;
}

/**
 * Imports customers with what they are to units. Everything that can be wrong with a row is found before anything is
 * written; what a bad row says is taken from nowhere. A known customer gets what the row has besides: contacts are
 * added, never removed.
 */
@ImportKindProvider(customerImport)
@Injectable()
export class CustomerImport implements ImportKind<CustomerFields> {
  constructor(
    private readonly cipher: Cipher,
    private readonly properties: PropertyImport,
    private readonly events: Events,
  ) {}

  async applyBatch(
    rows: readonly ParsedRow<CustomerFields>[],
    options: ImportRunOptions,
  ): Promise<readonly CustomerOutcome[]> {
    await keepStatistics();
    const steps = rows.map((row) => this.step(draftOf(row)));
    const good = (): Step[] => steps.filter(({ problems }) => problems.length === 0);

    const units = await UnitFinder.load(
      good().flatMap(({ draft }) => draft.place ?? []),
      this.properties,
      options,
    );
    for (const step of good()) {
      if (!step.draft.place) continue;
      const answer = units.answer(step.draft.place);
      if ('problem' in answer) step.problems = [answer.problem];
      else {
        step.unit = answer.unit;
        step.communityId = answer.unit.communityId;
        step.row = { ...step.row, unitId: answer.unit.id };
      }
    }
    await this.findCommunities(good().filter(({ unit }) => unit === null));

    const customers = await CustomerBatch.load(good().map(({ row }) => row));
    const occupancies = await OccupancyBatch.load(
      [...new Set(good().flatMap(({ unit }) => unit?.id ?? []))],
      good().flatMap(({ draft }) => draft.occupancy?.externalId ?? []),
    );
    for (const step of good()) this.plan(step, customers, occupancies);

    const written = customers.write(this.cipher, this.events);
    options.writing?.();
    await written;
    await occupancies.write(this.events);
    await customers.writeWords(occupancies.moved);
    const entered = new Set<CustomerTarget>();
    return steps.map((step, index) => outcomeOf(step, entered, index === 0 ? units.counts : {}));
  }

  private step(draft: CustomerDraft): Step {
    const { document } = draft.customer;
    const printed = document && { ...document, fingerprint: this.cipher.fingerprint(document.number) };
    const row: CustomerRow = { said: draft.customer, document: printed, unitId: null };
    const { problems } = draft;
    return { draft, row, problems, unit: null, communityId: null, target: null, plan: null, changed: false };
  }

  /** Of customers without a unit: the community that enters them. Whoever is limited to communities needs one. */
  private async findCommunities(steps: readonly Step[]): Promise<void> {
    const { communityScope } = context().actor;
    const only = communityScope?.length === 1 ? communityScope[0]! : null;
    const names = [...new Set(steps.flatMap(({ draft }) => draft.community ?? []))];
    const found =
      names.length === 0
        ? []
        : await db().query<{ id: string; code: string; name: string }>(
            'SELECT id, code, name FROM atrium.community WHERE code = ANY ($1::text[]) OR name = ANY ($1::text[])',
            [names],
          );
    for (const step of steps) {
      const given = step.draft.community;
      if (given === null) {
        step.communityId = only;
        if (communityScope && !only) {
          step.problems = [{ field: 'community', code: 'REQUIRED', message: importMessages.communityNeeded }];
        }
        continue;
      }
      const community = found.find(({ code }) => code === given) ?? found.find(({ name }) => name === given);
      if (community) step.communityId = community.id;
      else {
        const params = { given };
        step.problems = [
          { field: 'community', code: 'UNKNOWN_COMMUNITY', message: importMessages.unknownCommunity, params },
        ];
      }
    }
  }

  private plan(step: Step, customers: CustomerBatch, occupancies: OccupancyBatch): void {
    const { draft, row, unit } = step;
    const target = customers.find(row);
    if ('message' in target) {
      step.problems = [target];
      return;
    }
    if (unit) {
      const name = draft.customer.name ?? target.name;
      const plan = occupancies.plan(draft.occupancy!, { id: target.id, name }, unit);
      if ('message' in plan) {
        step.problems = [plan];
        return;
      }
      step.plan = plan;
      occupancies.take(plan);
    }
    step.target = target;
    step.changed = customers.take(target, row, step.communityId);
  }
}

function outcomeOf(
  { draft, problems, target, plan, changed }: Step,
  entered: Set<CustomerTarget>,
  made: Readonly<Record<string, number>>,
): CustomerOutcome {
  const { number, duplicateOf } = draft;
  if (problems.length > 0) return { number, outcome: 'ERROR', problems };
  const isNew = target!.isNew && !entered.has(target!);
  entered.add(target!);
  const begins = plan?.outcome === 'CREATED';
  const counts = { ...made, ...(isNew ? { customersCreated: 1 } : {}), ...(begins ? { occupanciesCreated: 1 } : {}) };
  if (isNew || begins) return { number, outcome: 'CREATED', counts };
  if (duplicateOf !== null) return { number, outcome: 'MERGED', counts };
  return { number, outcome: changed || plan?.outcome === 'UPDATED' ? 'UPDATED' : 'UNCHANGED', counts };
}
