import { AtriumError, conflict, notFound, type QuotaLimits, type TenantStatus } from '@atrium/sdk';
import { allowedActions, type StandingAction, standingAfter } from './standing.policy';
import { lifeMessages } from '../tenant-life.messages';

/** A statement inside a transaction of the tenant: of the application, or of the command line on a connection of its own. */
export interface Statements {
  query<Row>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

const KEYS: { readonly [Q in keyof QuotaLimits]: string } = {
  staff: 'staff',
  units: 'units',
  callsPerMinute: 'calls_per_minute',
  storageBytes: 'storage_bytes',
};

/** Changes of a company by those who run the platform. The database lets nobody else make them. */
export class TenantStanding {
  constructor(private readonly statements: Statements) {}

  /** `INVALID_TRANSITION` with the actions that are allowed; `CONFLICT` when somebody else was faster. */
  async act(tenantId: string, action: StandingAction, reason: string): Promise<TenantStatus> {
    const [tenant] = await this.statements.query<{ status: TenantStatus; before: TenantStatus | null }>(
      'SELECT status, standing_before AS before FROM atrium.tenant WHERE id = $1',
      [tenantId],
    );
    if (!tenant) throw notFound('Tenant');
    const next = standingAfter(action, tenant.status, tenant.before);
    if (next === null) {
      const allowed = allowedActions(tenant.status);
      throw new AtriumError('INVALID_TRANSITION', lifeMessages.move, {
        params: { status: tenant.status, action, allowed: allowed.join(', ') },
        extra: { status: tenant.status, allowed },
      });
    }
    const [moved] = await this.statements.query<{ done: boolean }>('SELECT app.move_tenant($1, $2, $3) AS done', [
      tenant.status,
      next,
      reason,
    ]);
    if (!moved?.done) throw conflict(lifeMessages.moved);
    return next;
  }

  /** `agreed` replaces what was agreed apart from the plan; left out it stays. `VALIDATION_FAILED` for an unknown plan. */
  async setPlan(plan: string, agreed: Partial<QuotaLimits> | null): Promise<void> {
    const quotas =
      agreed &&
      Object.fromEntries(
        Object.entries(agreed)
          .filter(([, value]) => value !== undefined)
          .map(([quota, value]) => [KEYS[quota as keyof QuotaLimits], value]),
      );
    await this.statements.query('SELECT app.set_tenant_plan($1, $2)', [plan, quotas && JSON.stringify(quotas)]);
  }
}
