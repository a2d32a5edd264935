export * from './access-changes';
export * from './access-tokens';
export * from './principals';
export * from './secret-token';
