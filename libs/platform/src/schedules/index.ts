export { SchedulePlanner } from './schedule-planner';
export { SchedulesModule } from './schedules.module';
