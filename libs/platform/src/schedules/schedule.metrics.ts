import { defineCounter } from '@atrium/sdk';
import { SCHEDULE_LABEL } from '../observability/labels';

export const scheduleTicks = defineCounter({
  name: 'atrium_schedule_ticks_total',
  help: 'Ticks of schedules that became jobs, by schedule; `late` was missed at its time and made up for.',
  labels: { schedule: SCHEDULE_LABEL, when: ['on_time', 'late'] },
});
export const scheduleLooks = defineCounter({
  name: 'atrium_schedule_looks_total',
  help: 'Looks for due ticks, by outcome.',
  labels: { outcome: ['ok', 'failed'] },
});
