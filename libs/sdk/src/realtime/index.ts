export * from './topics';
export * from './watch';
