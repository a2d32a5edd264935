export * from './fake-clock';
export * from './test-client';
export * from './test-database';
