export { ChangeFeed } from './change-feed';
export { Connections } from './connections';
export { RealtimeModule, RealtimeServerModule } from './realtime.module';
export { Realtime1700000160000 } from './migrations/1700000160000-realtime';
export { CHANGE_CHANNEL } from './notice';
