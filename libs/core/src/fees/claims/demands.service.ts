import { context, db, Files, invalidField, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireCustomer } from '../../customers';
import { communityOf, DocumentsService } from '../documents/documents.service';
import { today } from '../today';
import { claimMessages } from './claim.messages';
import type { PrintEvidenceInput, RecordFeeDemandInput, SetFeeCollectorInput } from './claim.types';

/** What keeps claims alive, and who looks after them. */
@Injectable()
export class DemandsService {
  constructor(
    private readonly files: Files,
    private readonly documents: DocumentsService,
  ) {}

  /** Answers the UUID of the demand. */
  async record({ customerId, chargeIds, kind, means, madeOn, proof, fileId }: RecordFeeDemandInput): Promise<string> {
    const day = today();
    if (madeOn > day) throw invalidField('input.madeOn', 'IN_THE_FUTURE', claimMessages.future, { today: day });
    await requireCustomer(customerId);
    const charges = await owedOf(customerId, chargeIds ?? null);
    if (charges.length === 0) throw invalidField('input.chargeIds', 'NOTHING_OWED', claimMessages.nothingOwed);
    if (chargeIds && charges.length < new Set(chargeIds).size) throw notFound('Charge');
    const communities = Map.groupBy(charges, ({ community }) => community);
    if (chargeIds && communities.size > 1) {
      throw invalidField('input.chargeIds', 'OTHER_COMMUNITY', claimMessages.otherCharges);
    }
    if (fileId) await this.files.keep(fileId, { purpose: 'fee-demand', path: 'input.fileId' });
    const ids: string[] = [];
    for (const [communityId, theirs] of communities) {
      const id = newId();
      ids.push(id);
      await db().execute(
        `INSERT INTO atrium.fee_demand (id, community_id, customer_id, charge_ids, kind, means, made_on, proof, file_id, recorded_by)
         VALUES ($1, $2, $3, $4::uuid[], $5, $6, $7::date, $8, $9, $10)`,
        [
          id,
          communityId,
          customerId,
          theirs.map((one) => one.id),
          kind,
          means,
          madeOn,
          proof,
          fileId ?? null,
          context().actor.id,
        ],
      );
    }
    return ids[0]!;
  }

  /** Answers the UUID of the paper. */
  async printEvidence({ customerId, communityId: given }: PrintEvidenceInput): Promise<string> {
    const communityId = await communityOf(customerId, given ?? null);
    const of = { communityId, customerId, from: null, through: today(), print: 1 };
    return this.documents.request({ kind: 'EVIDENCE', ...of });
  }

  /** Answers the UUID of who collects there; null where nobody does. `NOT_FOUND` for a building of elsewhere. */
  async setCollector({ communityId, buildingId, staffId }: SetFeeCollectorInput): Promise<string | null> {
    const [place] = await db().query(
      `SELECT FROM atrium.community c WHERE c.id = $1 AND ($2::uuid IS NULL OR EXISTS (
         SELECT FROM atrium.building b WHERE b.tenant_id = c.tenant_id AND b.community_id = c.id AND b.id = $2))`,
      [communityId, buildingId ?? null],
    );
    if (!place) throw notFound(buildingId ? 'Building' : 'Community');
    await db().execute(
      'DELETE FROM atrium.fee_collector WHERE community_id = $1 AND building_id IS NOT DISTINCT FROM $2::uuid',
      [communityId, buildingId ?? null],
    );
    if (!staffId) return null;
    const [member] = await db().query('SELECT FROM atrium.staff WHERE id = $1', [staffId]);
    if (!member) throw notFound('Staff');
    const id = newId();
    await db().execute(
      'INSERT INTO atrium.fee_collector (id, community_id, building_id, staff_id) VALUES ($1, $2, $3, $4)',
      [id, communityId, buildingId ?? null, staffId],
    );
    return id;
  }
}

/** What a customer owes, or these charges of theirs; settled ones and others' are left out. */
const owedOf = (
  customerId: string,
  chargeIds: readonly string[] | null,
): Promise<{ id: string; community: string }[]> =>
  db().query(
    `SELECT g.id, g.community_id AS community FROM atrium.fee_charge g
     JOIN atrium.customer c ON c.tenant_id = g.tenant_id AND c.id = g.customer_id
     WHERE (c.id = $1 OR c.merged_into_id = $1) AND g.principal_due + g.late_fee_due + g.costs_due > 0
       AND g.voided_at IS NULL AND ($2::uuid[] IS NULL OR g.id = ANY ($2)) ORDER BY g.community_id, g.due_on`,
    [customerId, chargeIds],
  );
