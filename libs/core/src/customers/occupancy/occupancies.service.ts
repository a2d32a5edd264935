import { AtriumError, conflict, db, Events, newId, notFound, staleVersion, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireDay } from '../customer/days';
import { lockCustomer } from '../customer/lock-customers';
import { customerEvents, occupancyItem } from '../customer.events';
import { occupancyMessages } from '../customers.messages';
import { refreshPlaces } from '../search/refresh-search';
import { OccupancyEntity } from './occupancy.entity';
import type { EndOccupancyInput, StartOccupancyInput, UpdateOccupancyInput } from './occupancy.inputs';
import { OPEN, SINCE_EVER, type Tenure, tenureProblems } from './occupancy.policy';
import { requireShare } from './share';
import {
  clearPrimaryContact,
  insertOccupancies,
  lockUnit,
  paysByDefault,
  refuseTenure,
  tenuresOf,
} from './unit-tenures';

interface StoredOccupancy extends Tenure {
  readonly version: number;
  readonly unitId: string;
  readonly inTransfer: boolean;
}

@Injectable()
export class OccupanciesService {
  constructor(private readonly events: Events) {}

  /** Answers the new occupancy's UUID. `VALIDATION_FAILED` for whatever breaks a rule of the unit's occupancies. */
  async start(input: StartOccupancyInput): Promise<string> {
    const { customerId, unitId, kind, isPrimaryContact, externalId } = input;
    requireDay('input.startsOn', input.startsOn);
    requireDay('input.endsOn', input.endsOn);
    requireShare('input.share', input.share);
    const { communityId } = await lockUnit(unitId);
    await lockCustomer(customerId);
    const tenure: Tenure = {
      id: newId(),
      customerId,
      kind,
      startsOn: input.startsOn ?? SINCE_EVER,
      endsOn: input.endsOn ?? OPEN,
      share: input.share ?? null,
    };
    refuseTenure(tenureProblems(tenure, await tenuresOf([unitId])));
    if (isPrimaryContact) await clearPrimaryContact({ unitId, id: tenure.id }, tenure);
    await insertOccupancies([
      {
        ...tenure,
        unitId,
        communityId,
        isPrimaryContact,
        paysFees: input.paysFees ?? paysByDefault(kind),
        externalId: externalId || null,
        startedByTransferId: null,
      },
    ]);
    await refreshPlaces([customerId]);
    await this.events.emitAll(customerEvents.occupancyStarted, [occupancyItem(tenure, unitId)]);
    return tenure.id;
  }

  async update(input: UpdateOccupancyInput): Promise<void> {
    const { id, version, externalId } = input;
    requireDay('input.startsOn', input.startsOn);
    requireDay('input.endsOn', input.endsOn);
    requireShare('input.share', input.share);
    const stored = await this.locked(id);
    if (stored.version !== version) throw staleVersion(version, stored.version);
    const changed: Tenure = {
      ...stored,
      startsOn: input.startsOn === undefined ? stored.startsOn : (input.startsOn ?? SINCE_EVER),
      endsOn: input.endsOn === undefined ? stored.endsOn : (input.endsOn ?? OPEN),
      share: input.share === undefined ? stored.share : input.share,
    };
    refuseTenure(tenureProblems(changed, await tenuresOf([stored.unitId])));
    if (input.isPrimaryContact) await clearPrimaryContact(stored, changed);
    await updateVersioned(OccupancyEntity, 'Occupancy', id, version, {
      startsOn: changed.startsOn,
      endsOn: changed.endsOn,
      share: changed.share,
      paysFees: input.paysFees ?? undefined,
      isPrimaryContact: input.isPrimaryContact ?? undefined,
      externalId: externalId === '' ? null : externalId,
    });
    if (stored.endsOn === OPEN && changed.endsOn !== OPEN) {
      await this.events.emitAll(customerEvents.occupancyEnded, [occupancyItem(changed, stored.unitId)]);
    }
  }

  /** `INVALID_TRANSITION` for one that has an end already: that is changed by an update. */
  async end({ id, version, endsOn }: EndOccupancyInput): Promise<void> {
    const stored = await this.locked(id);
    if (stored.endsOn !== OPEN) {
      throw new AtriumError('INVALID_TRANSITION', occupancyMessages.ended, {
        params: { on: stored.endsOn },
        extra: { allowed: [] },
      });
    }
    await this.update({ id, version, endsOn });
  }

  /** `CONFLICT` for one that belongs to a transfer, and for one something else refers to. */
  async remove(id: string): Promise<void> {
    const stored = await this.locked(id);
    if (stored.inTransfer) throw conflict(occupancyMessages.partOfTransfer);
    await db().execute('DELETE FROM atrium.occupancy WHERE id = $1', [id]);
    await refreshPlaces([stored.customerId]);
    await this.events.emitAll(customerEvents.occupancyRemoved, [occupancyItem(stored, stored.unitId)]);
  }

  private async locked(id: string): Promise<StoredOccupancy> {
    const find = () =>
      db().query<StoredOccupancy>(
        `SELECT o.id, o.version, o.unit_id AS "unitId", coalesce(c.merged_into_id, c.id) AS "customerId", o.kind,
           o.share::text AS share, o.starts_on::text AS "startsOn", o.ends_on::text AS "endsOn",
           o.started_by_transfer_id IS NOT NULL OR o.ended_by_transfer_id IS NOT NULL AS "inTransfer"
         FROM atrium.occupancy o JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
         WHERE o.id = $1`,
        [id],
      );
    const [seen] = await find();
    if (!seen) throw notFound('Occupancy');
    await lockUnit(seen.unitId);
    // Read again below the lock: somebody may have ended or removed it while we waited.
    const [stored] = await find();
    if (!stored) throw notFound('Occupancy');
    return stored;
  }
}
