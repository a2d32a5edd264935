import { type EventDelivery, EventHandler, registerSurveyTrigger, SurveyTriggers } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { feeEvents } from '../fees.events';

/** A payment of a customer was recorded. */
export const feePaid = registerSurveyTrigger({
  name: 'fee.paid',
  label: { en: 'Payment made', 'zh-CN': '缴费成功' },
  description: { en: 'A payment of a customer was recorded.', 'zh-CN': '客户的一笔缴费已入账。' },
});

/** Has customers asked after they have paid. */
@Injectable()
export class PaidTrigger {
  constructor(private readonly triggers: SurveyTriggers) {}

  @EventHandler(feeEvents.paid, { name: 'surveyPaid' })
  async paid({ paymentId, customerId }: { paymentId: string; customerId: string }, _: EventDelivery): Promise<void> {
    await this.triggers.fire(feePaid, { customerId, occasion: `payment ${paymentId}` });
  }
}
