export * from './mailbox';
export * from './fake-clock';
export * from './test-client';
export * from './test-database';
export * from './test-server';
export * from './test-sessions';
export * from './test-platform';
export * from './test-tenant';
