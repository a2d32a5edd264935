export * from './contexts';
export * from './demo';
