export * from './database/session-factory';
