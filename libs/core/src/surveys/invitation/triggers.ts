import {
  db,
  EventHandler,
  type EventDelivery,
  Jobs,
  now,
  registerSurveyTrigger,
  type SurveyOccasion,
  type SurveyTrigger,
  SurveyTriggers,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { customerEvents, type OccupancyPayload } from '../../customers';
import { inviteOneJob } from '../survey/survey.jobs';

const HOUR_MS = 3_600_000;

/** Moving in: a tenure of people who live in the unit or own it has begun. */
export const movedIn = registerSurveyTrigger({
  name: 'occupancy.movedIn',
  label: { en: 'Move-in', 'zh-CN': '入住' },
  description: {
    en: 'A customer has become owner or lessee of a unit, within the last 90 days or from a day to come.',
    'zh-CN': '客户成为房屋的业主或租户（起始日在近 90 天内或将来）。',
  },
});

/** Registers of old tenures are imported too: nobody is asked about those. */
const RECENT_DAYS = 90;
const MOVERS: readonly string[] = ['OWNER', 'LESSEE'];

@Injectable()
export class OpenTriggers extends SurveyTriggers {
  constructor(private readonly jobs: Jobs) {
    super();
  }

  async fire({ name }: SurveyTrigger, occasion: SurveyOccasion): Promise<void> {
    const surveys = await db().query<{ id: string; delay_hours: number }>(
      `SELECT id, delay_hours FROM atrium.survey WHERE trigger_name = $1 AND state = 'OPEN' ORDER BY id`,
      [name],
    );
    const { customerId, unitId = null, ratedStaffId = null } = occasion;
    const [known] = await db().query('SELECT FROM atrium.customer WHERE id = $1', [customerId]);
    if (!known) throw new Error(`${name}: a customer was named whom whoever acts does not know`);
    for (const { id, delay_hours } of surveys) {
      await this.jobs.enqueue(
        inviteOneJob,
        { surveyId: id, customerId, occasion: occasion.occasion, unitId, ratedStaffId },
        delay_hours === 0 ? {} : { startAfter: new Date(now().getTime() + delay_hours * HOUR_MS) },
      );
    }
  }
}

/** Handlers stand apart from what is provided under two names: each is found once. */
@Injectable()
export class MoveInTrigger {
  constructor(private readonly triggers: OpenTriggers) {}

  @EventHandler(customerEvents.occupancyStarted, { name: 'surveyMoveIn' })
  async moveIn({ occupancyId, customerId, unitId, kind, startsOn }: OccupancyPayload, _: EventDelivery): Promise<void> {
    if (!MOVERS.includes(kind) || startsOn === null) return;
    if (new Date(startsOn).getTime() < now().getTime() - RECENT_DAYS * 24 * HOUR_MS) return;
    await this.triggers.fire(movedIn, { customerId, unitId, occasion: occupancyId });
  }
}
