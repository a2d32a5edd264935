import { db, EventHandler } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { tenantEvents } from '../../tenants';
import { Wakes } from './wakes';

/** Nothing is sent for a company that is suspended; what waited is sent when it is let work again. */
@Injectable()
export class AfterSuspension {
  constructor(private readonly wakes: Wakes) {}

  @EventHandler(tenantEvents.statusChanged)
  async sendWhatWaited({ to }: { to: string }): Promise<void> {
    if (to !== 'ACTIVE' && to !== 'TRIAL') return;
    const waiting = await db().query<{ id: string }>(
      `SELECT s.id FROM atrium.webhook_subscription s WHERE EXISTS (
         SELECT FROM atrium.webhook_delivery d
         WHERE d.tenant_id = s.tenant_id AND d.subscription_id = s.id AND d.state = 'WAITING')`,
    );
    for (const { id } of waiting) await this.wakes.now(id);
  }
}
