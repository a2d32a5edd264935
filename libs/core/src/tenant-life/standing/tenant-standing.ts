import { AtriumError, conflict, db, Events, notFound, type QuotaLimits, type TenantStatus } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { tenantEvents } from '../../tenants';
import { allowedActions, type StandingAction, standingAfter } from './standing.policy';
import { lifeMessages } from '../tenant-life.messages';

const KEYS: { readonly [Q in keyof QuotaLimits]: string } = {
  staff: 'staff',
  units: 'units',
  callsPerMinute: 'calls_per_minute',
  storageBytes: 'storage_bytes',
};

interface Standing {
  readonly status: TenantStatus;
  readonly before: TenantStatus | null;
  readonly plan: string;
}

/**
 * Changes of a company by those who run the platform, in a transaction of that company; who handles its events is told.
 * The database lets nobody else make them.
 */
@Injectable()
export class TenantStanding {
  constructor(private readonly events: Events) {}

  /** `INVALID_TRANSITION` with the actions that are allowed; `CONFLICT` when somebody else was faster. */
  async act(tenantId: string, action: StandingAction, reason: string): Promise<TenantStatus> {
    const { status, before } = await this.read(tenantId);
    const next = standingAfter(action, status, before);
    if (next === null) {
      const allowed = allowedActions(status);
      throw new AtriumError('INVALID_TRANSITION', lifeMessages.move, {
        params: { status, action, allowed: allowed.join(', ') },
        extra: { status, allowed },
      });
    }
    const [moved] = await db().query<{ done: boolean }>('SELECT app.move_tenant($1, $2, $3) AS done', [
      status,
      next,
      reason,
    ]);
    if (!moved?.done) throw conflict(lifeMessages.moved);
    await this.tell(tenantId, status, next);
    return next;
  }

  /** `agreed` replaces what was agreed apart from the plan; left out it stays. `VALIDATION_FAILED` for an unknown plan. */
  async setPlan(tenantId: string, plan: string, agreed: Partial<QuotaLimits> | null): Promise<void> {
    const quotas =
      agreed &&
      Object.fromEntries(
        Object.entries(agreed)
          .filter(([, value]) => value !== undefined)
          .map(([quota, value]) => [KEYS[quota as keyof QuotaLimits], value]),
      );
    // What was before is told to others, so nobody may change it meanwhile.
    await db().query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`standing ${tenantId}`]);
    const before = await this.read(tenantId);
    await db().query('SELECT app.set_tenant_plan($1, $2)', [plan, quotas && JSON.stringify(quotas)]);
    const after = await this.read(tenantId);
    await this.events.emit(
      tenantEvents.planChanged,
      { tenantId, from: before.plan, to: after.plan },
      { aggregateId: tenantId },
    );
    if (after.status !== before.status) await this.tell(tenantId, before.status, after.status);
  }

  private async read(tenantId: string): Promise<Standing> {
    const [tenant] = await db().query<Standing>(
      'SELECT status, standing_before AS before, plan FROM atrium.tenant WHERE id = $1',
      [tenantId],
    );
    if (!tenant) throw notFound('Tenant');
    return tenant;
  }

  private tell(tenantId: string, from: TenantStatus, to: TenantStatus): Promise<void> {
    return this.events.emit(tenantEvents.statusChanged, { tenantId, from, to }, { aggregateId: tenantId });
  }
}
