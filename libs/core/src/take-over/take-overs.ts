import {
  AtriumError,
  conflict,
  context,
  currentTenant,
  db,
  invalidField,
  Jobs,
  mintSecret,
  newId,
  notFound,
  now,
  readSecret,
  TenantRules,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { takeOverJob } from './take-over-runner';
import { takeOverMessages } from './take-over.messages';
import type { OfferCommunityInput } from './take-over.inputs';
import { AfterTakeOver } from './take-over.view';
import { TakeOverPart } from './taken-tables';

const DAY_MS = 86_400_000;

interface Accepted {
  readonly offerId: string;
  readonly communityName: string;
  readonly communityCode: string;
  readonly parts: readonly TakeOverPart[];
  readonly company: string;
}

/** Both sides have to want it: the giver offers and is shown a code, the receiver accepts with the code. */
@Injectable()
export class TakeOvers {
  constructor(
    private readonly rules: TenantRules,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  async offer({ communityId, parts, afterwards }: OfferCommunityInput): Promise<{ id: string; code: string }> {
    requireSense(parts, afterwards);
    const [community] = await db().query('SELECT FROM atrium.community WHERE id = $1', [communityId]);
    if (!community) throw notFound('Community');
    // An offer that nobody accepted in time makes room.
    await db().execute(
      `UPDATE atrium.community_offer SET state = 'WITHDRAWN' WHERE community_id = $1 AND state = 'OFFERED' AND expires_at <= $2`,
      [communityId, now()],
    );
    const { token, hash } = mintSecret('communityOffer', currentTenant().id);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.community_offer (id, community_id, parts, afterwards, token_hash, offered_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        communityId,
        [...new Set(parts)],
        afterwards,
        hash,
        context().actor.name,
        new Date(now().getTime() + this.rules.takeOverOfferDays * DAY_MS),
      ],
    );
    return { id, code: token };
  }

  async withdraw(id: string): Promise<void> {
    const [offer] = await db().query<{ state: string }>(
      'SELECT state FROM atrium.community_offer WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!offer) throw notFound('CommunityOffer');
    if (offer.state !== 'OFFERED') throw conflict(takeOverMessages.notOpen, { state: offer.state });
    await db().execute(`UPDATE atrium.community_offer SET state = 'WITHDRAWN' WHERE id = $1`, [id]);
  }

  /** Answers the take-over's UUID; a job does it. */
  async accept(code: string): Promise<string> {
    const secret = readSecret('communityOffer', code);
    const { id: own, name } = currentTenant();
    if (!secret) throw unknown();
    if (secret.tenantId === own) throw conflict(takeOverMessages.own);
    const { actor } = context();
    const takeoverId = newId();
    const accepted = await this.transactions.run(
      { tenantId: secret.tenantId, actor: giverSide(actor.name), operation: 'acceptCommunity' },
      () => markAccepted(secret.hash, name),
    );
    try {
      await this.begin(takeoverId, secret.tenantId, accepted);
    } catch (error) {
      await this.transactions.run(
        { tenantId: secret.tenantId, actor: giverSide(actor.name), operation: 'acceptCommunity' },
        () =>
          db().execute(`UPDATE atrium.community_offer SET state = 'OFFERED', taken_by = NULL WHERE id = $1`, [
            accepted.offerId,
          ]),
      );
      throw error;
    }
    return takeoverId;
  }

  private async begin(id: string, fromTenantId: string, offer: Accepted): Promise<void> {
    const [same] = await db().query('SELECT FROM atrium.community WHERE code = $1', [offer.communityCode]);
    if (same) throw conflict(takeOverMessages.codeTaken, { code: offer.communityCode });
    await db().execute(
      `INSERT INTO atrium.community_takeover (id, from_tenant_id, offer_id, from_name, community_name, parts, accepted_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT ON CONSTRAINT community_takeover_offer_key DO UPDATE SET id = excluded.id, state = 'RUNNING',
         failure = NULL, finished_at = NULL, accepted_by = excluded.accepted_by`,
      [id, fromTenantId, offer.offerId, offer.company, offer.communityName, offer.parts, context().actor.name],
    );
    await this.jobs.enqueue(takeOverJob, { takeoverId: id });
  }
}

/** Stands in the giver's audit log: somebody of another company, by name alone. */
const giverSide = (name: string) => ({
  kind: 'SYSTEM' as const,
  id: null,
  name: `acceptCommunity (${currentTenant().name}, ${name})`,
  roles: [],
  permissions: new Set<string>(),
  communityScope: null,
  sessionId: null,
});

function requireSense(parts: readonly TakeOverPart[], afterwards: AfterTakeOver): void {
  const { PROPERTIES, CUSTOMERS, DOCUMENTS, HISTORY } = TakeOverPart;
  const has = (part: TakeOverPart): boolean => parts.includes(part);
  if (!has(PROPERTIES) || ((has(DOCUMENTS) || has(HISTORY)) && !has(CUSTOMERS))) {
    throw invalidField('input.parts', 'INCOMPLETE', takeOverMessages.needsProperties);
  }
  if (afterwards === AfterTakeOver.ERASE_CUSTOMERS && !has(CUSTOMERS)) {
    throw invalidField('input.afterwards', 'NOT_ALLOWED', takeOverMessages.erasesWhatGoes);
  }
}

const unknown = (): AtriumError => new AtriumError('NOT_FOUND', takeOverMessages.unknownCode);

/** In the giver's transaction. */
async function markAccepted(hash: string, receiver: string): Promise<Accepted> {
  const company = context().tenant?.name;
  const [offer] = await db().query<Omit<Accepted, 'company'>>(
    `UPDATE atrium.community_offer o SET state = 'ACCEPTED', taken_by = $2
     FROM atrium.community c
     WHERE c.tenant_id = o.tenant_id AND c.id = o.community_id AND o.token_hash = $1 AND o.state = 'OFFERED'
       AND o.expires_at > $3
     RETURNING o.id AS "offerId", c.name AS "communityName", c.code AS "communityCode", o.parts`,
    [hash, receiver, now()],
  );
  if (!offer || !company) throw unknown();
  return { ...offer, company };
}
