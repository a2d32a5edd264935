import { db, Events, type FieldProblem, invalidField, newId, notFound, validationFailed } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireDay } from '../customer/days';
import { lockCustomers, refuseAlias } from '../customer/lock-customers';
import { customerEvents, occupancyItem } from '../customer.events';
import { occupancyMessages } from '../customers.messages';
import { refreshPlaces } from '../search/refresh-search';
import type { NewOwnerInput, TransferUnitInput } from './occupancy.inputs';
import {
  type NewOwner,
  OPEN,
  owns,
  planTransfer,
  type Tenure,
  tenureProblems,
  type TransferRule,
} from './occupancy.policy';
import { requireShare } from './share';
import {
  clearPrimaryContact,
  dayText,
  insertOccupancies,
  lockUnit,
  type NewOccupancy,
  paysByDefault,
  refuseTenure,
  type StoredTenure,
  tenuresOf,
} from './unit-tenures';

const PROBLEMS = {
  ONE_OWNER: { field: 'newOwners', message: occupancyMessages.oneOwner },
  TWICE: { field: 'newOwners', message: occupancyMessages.ownerTwice },
  SHARES_ABOVE_100: { field: 'newOwners', message: occupancyMessages.sharesAbove100 },
  LATER_OWNER: { field: 'transferredOn', message: occupancyMessages.laterOwner },
} as const satisfies Record<TransferRule, object>;

/**
 * A unit changes hands: one set of owners ends and another starts, on one day and in one transaction. What ended stays,
 * with the transfer it ended by: whoever owes something from that time goes on owing it.
 */
@Injectable()
export class TransfersService {
  constructor(private readonly events: Events) {}

  /** Answers the transfer's UUID. */
  async transfer(input: TransferUnitInput): Promise<string> {
    const { unitId, transferredOn, note } = input;
    requireDay('input.transferredOn', transferredOn);
    const staying = new Set(input.staying);
    if ([...staying].some((kind) => owns({ kind }))) {
      throw invalidField('input.staying', 'NOT_ALLOWED', occupancyMessages.ownersDoNotStay);
    }
    const newOwners = input.newOwners.map((owner, index) => readOwner(owner, `input.newOwners.${index}`));
    const { communityId } = await lockUnit(unitId);
    await this.lockOwners(newOwners);
    const unit = await tenuresOf([unitId]);
    const { ends, problems } = planTransfer(unit, transferredOn, newOwners, staying);
    if (problems.length > 0) throw validationFailed(...problems.map(wordProblem));
    const ended = new Set(ends.map(({ id }) => id));
    const left: Tenure[] = unit.map((tenure) => (ended.has(tenure.id) ? { ...tenure, endsOn: transferredOn } : tenure));

    const id = newId();
    const rows = newOwners.map((owner, index): NewOccupancy => {
      const { paysFees, isPrimaryContact } = input.newOwners[index]!;
      return {
        ...owner,
        id: newId(),
        unitId,
        communityId,
        startsOn: transferredOn,
        endsOn: OPEN,
        paysFees: paysFees ?? paysByDefault(owner.kind),
        isPrimaryContact,
        externalId: null,
        startedByTransferId: id,
      };
    });
    rows.forEach((row, index) => {
      refuseTenure(tenureProblems(row, [...left, ...rows]), `input.newOwners.${index}`);
    });

    await db().execute(
      `INSERT INTO atrium.unit_transfer (id, community_id, unit_id, transferred_on, note) VALUES ($1, $2, $3, $4, $5)`,
      [id, communityId, unitId, transferredOn, note || null],
    );
    await db().execute(
      `UPDATE atrium.occupancy SET ends_on = $2, ended_by_transfer_id = $3, version = version + 1, updated_at = now()
       WHERE id = ANY ($1::uuid[])`,
      [[...ended], transferredOn, id],
    );
    const primary = rows.find(({ isPrimaryContact }) => isPrimaryContact);
    if (primary) await clearPrimaryContact(primary, primary);
    await insertOccupancies(rows);
    await refreshPlaces(rows.map(({ customerId }) => customerId));
    const over = left.filter((tenure) => ended.has(tenure.id)).map((tenure) => occupancyItem(tenure, unitId, id));
    await this.events.emitAll(customerEvents.occupancyEnded, over);
    await this.events.emitAll(
      customerEvents.occupancyStarted,
      rows.map((row) => occupancyItem(row, unitId, id)),
    );
    const transferred = { transferId: id, unitId, transferredOn };
    await this.events.emit(customerEvents.unitTransferred, transferred, { aggregateId: unitId });
    return id;
  }

  private async lockOwners(owners: readonly NewOwner[]): Promise<void> {
    const customers = await lockCustomers(owners.map(({ customerId }) => customerId));
    for (const { customerId } of owners) {
      const customer = customers.get(customerId);
      if (!customer) throw notFound('Customer');
      refuseAlias(customer);
    }
  }
}

function readOwner({ customerId, kind, share }: NewOwnerInput, path: string): NewOwner {
  requireShare(`${path}.share`, share);
  if (!isOwning(kind)) throw invalidField(`${path}.kind`, 'NOT_ALLOWED', occupancyMessages.onlyOwners);
  return { customerId, kind, share: share ?? null };
}

const isOwning = (kind: NewOwnerInput['kind']): kind is NewOwner['kind'] => owns({ kind });

function wordProblem({ rule, other }: { rule: TransferRule; other?: Tenure }): FieldProblem {
  const { field, message } = PROBLEMS[rule];
  const stored = other as StoredTenure | undefined;
  const params = stored && { owner: stored.name, from: dayText(stored.startsOn) };
  return { path: `input.${field}`, code: rule, message, params };
}
