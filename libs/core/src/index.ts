export * from './contexts';
export * from './properties';
export * from './demo';
