export * from './access-changes';
export * from './access-tokens';
export * from './network';
export * from './operator-principals';
export * from './principals';
export * from './secret-token';
export * from './sign-in-policy';
export * from './network-of';
