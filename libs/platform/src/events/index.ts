export { EVENT_JOB_PREFIX, EventRegistry, type RegisteredEventHandler } from './event-registry';
export { EventsModule } from './events.module';
