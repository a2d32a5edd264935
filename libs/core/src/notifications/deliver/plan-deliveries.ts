import {
  Channels,
  Cipher,
  currentTenant,
  Events,
  newId,
  notificationType,
  now,
  type OutgoingMessage,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type TemplateSource, wordMessage } from '../message/worded-message';
import { type NotificationRules, notificationRules } from '../settings/stored-settings';
import { templatesInUse } from '../template/templates-in-use';
import { UnsubscribeLinks } from '../unsubscribe/unsubscribe-links';
import { claimDue, type ClaimedMessage } from './claimed-messages';
import { planDelivery, type Recipient } from './plan.policy';
import { Recipients } from './recipients';
import { announce } from './settle';
import { UsageCounter } from './usage';
import type { Handover, PlannedMessage } from './planned-message';
import { writeDeliveries, writeInbox, writePlans } from './write-plans';

/** Messages that are handed over after one transaction: a crash leaves no more of them unknown. */
const CHUNK = 50;

/** Takes what is due and decides, for all of it at once, which way each goes. */
@Injectable()
export class PlanDeliveries {
  constructor(
    private readonly cipher: Cipher,
    private readonly channels: Channels,
    private readonly recipients: Recipients,
    private readonly links: UnsubscribeLinks,
    private readonly events: Events,
  ) {}

  /**
   * Answers what this worker is to hand over once the transaction is committed, and how many messages were looked at:
   * none, where nothing more is due.
   *
   * @param claim UUID of the job
   */
  async next(claim: string): Promise<{ handovers: readonly Handover[]; looked: number }> {
    const messages = await claimDue(this.cipher, CHUNK);
    if (messages.length === 0) return { handovers: [], looked: 0 };
    const rules = await notificationRules();
    const recipients = await this.recipients.of(messages, rules);
    const customers = recipients.flatMap(({ kind, id }) => (kind === 'CUSTOMER' ? (id ?? []) : []));
    const usage = await UsageCounter.open(customers, rules);
    const planned = messages.map((message, index) => this.plan(message, recipients[index]!, rules, usage));
    const templateOf = await templatesInUse(messages.map(({ type }) => type));
    const handovers = planned.flatMap((one) => this.handover(one, templateOf));
    await writePlans(planned, claim);
    await writeDeliveries(handovers, (channel) => this.channels.provider(channel)!.name);
    await writeInbox(
      planned.filter(({ inApp }) => inApp),
      ({ message, recipient }) => wordMessage(message, 'IN_APP', recipient, templateOf),
      this.cipher,
    );
    await announce(
      this.events,
      planned.flatMap(({ message, outcome }) =>
        outcome.kind === 'SETTLE'
          ? [{ ...outcome, message, channel: outcome.state === 'DELIVERED' ? ('IN_APP' as const) : null }]
          : [],
      ),
    );
    return { handovers, looked: messages.length };
  }

  private plan(
    message: ClaimedMessage,
    recipient: Recipient,
    rules: NotificationRules,
    usage: UsageCounter,
  ): PlannedMessage {
    const type = notificationType(message.type);
    const customer = recipient.kind === 'CUSTOMER' && !type?.isUrgent ? recipient.id : null;
    const { outcome, inApp } = planDelivery(type, message, recipient, rules, usage.of(customer), now());
    if (outcome.kind === 'SEND') usage.add(customer, outcome.channel, message.purpose === 'MARKETING');
    // Somebody had it in hand and did not come back.
    const canTell = outcome.kind === 'SEND' && this.channels.provider(outcome.channel)!.isIdempotent;
    return {
      message,
      recipient,
      outcome,
      inApp,
      perhapsTwice: message.perhapsTwice || (message.wasInHand && !canTell),
    };
  }

  private handover(
    { message, recipient, outcome, perhapsTwice }: PlannedMessage,
    templateOf: TemplateSource,
  ): Handover[] {
    if (outcome.kind !== 'SEND') return [];
    const { channel, address } = outcome;
    const customer = recipient.kind === 'CUSTOMER' && channel === 'EMAIL' ? recipient.id : null;
    const stop = this.links.of(message.purpose, customer, recipient.locale);
    const worded = wordMessage(message, channel, recipient, templateOf, stop?.footer ?? null);
    const { final, params } = worded;
    const { id: tenantId, name: fromName } = currentTenant();
    const outgoing: OutgoingMessage = {
      // The same at each try, so that whoever takes it can tell.
      id: message.deliveries[channel] ?? newId(),
      tenantId,
      to: address.value,
      type: message.type,
      params,
      ...final,
      locale: recipient.locale,
      fromName,
      unsubscribeUrl: stop?.url ?? null,
    };
    return [{ message, channel, address, worded, outgoing, perhapsTwice }];
  }
}
