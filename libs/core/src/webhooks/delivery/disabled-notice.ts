import { db, defineNotification, EventHandler, type Locale, Notifications } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { staffHolding } from '../../staff';
import { webhookEvents } from '../webhooks.events';
import { WEBHOOK_MANAGE } from '../webhooks.permissions';

const words = (en: string, zh: string): Readonly<Record<Locale, string>> => ({ en, 'zh-CN': zh });

const common = {
  purpose: 'CONTRACT',
  channels: ['IN_APP', 'EMAIL'],
  variables: {
    name: { type: 'TEXT', description: words('Name of the webhook.', '订阅名称'), sample: 'ERP' },
    host: { type: 'TEXT', description: words('Host it is sent to.', '接收方主机'), sample: 'hooks.example.com' },
  },
} as const;

const gone = defineNotification({
  key: 'webhook.gone',
  title: words('A receiver of webhooks is gone', 'Webhook 接收方已停用'),
  ...common,
  templates: {
    en: {
      subject: 'Webhook {name} was disabled',
      body: '{host} answered that it is gone (410). Nothing more is sent there until somebody enables the webhook again.',
    },
    'zh-CN': {
      subject: 'Webhook 订阅“{name}”已停用',
      body: '{host} 返回 410（已停用）。重新启用该订阅之前不再投递。',
    },
  },
});

const failing = defineNotification({
  key: 'webhook.failing',
  title: words('A webhook has failed for days', 'Webhook 连续投递失败'),
  ...common,
  templates: {
    en: {
      subject: 'Webhook {name} was disabled',
      body: 'Every delivery to {host} has failed for days. Mend the receiver and enable the webhook: what waits is sent then.',
    },
    'zh-CN': {
      subject: 'Webhook 订阅“{name}”已停用',
      body: '向 {host} 的投递已连续多日失败。请修复接收方并重新启用该订阅，等待中的内容将随即投递。',
    },
  },
});

const KINDS = { GONE: gone, FAILING: failing } as const;

/** Tells those who look after webhooks that one has disabled itself. */
@Injectable()
export class DisabledNotice {
  constructor(private readonly notifications: Notifications) {}

  @EventHandler(webhookEvents.webhookDisabled)
  async tellAdministrators({
    subscriptionId,
    reason,
  }: {
    subscriptionId: string;
    reason: 'GONE' | 'FAILING';
  }): Promise<void> {
    const [found] = await db().query<{ name: string; url: string; communities: string[] | null; at: string }>(
      `SELECT name, url, communities, disabled_at::text AS at FROM atrium.webhook_subscription
       WHERE id = $1 AND state = 'DISABLED'`,
      [subscriptionId],
    );
    // Somebody was faster.
    if (!found) return;
    const { name, url, communities, at } = found;
    const values = { name, host: new URL(url).host };
    const drafts = (await staffHolding(WEBHOOK_MANAGE, communities)).map((staffId) => ({
      to: { staffId },
      values,
      dedupeKey: `${subscriptionId} ${at}`,
      about: { idType: 'webhook_subscription', id: subscriptionId },
    }));
    if (drafts.length > 0) await this.notifications.sendAll(KINDS[reason], drafts);
  }
}
