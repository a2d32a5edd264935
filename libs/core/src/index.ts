export * from './contexts';
export * from './properties';
export * from './demo';
export * from './staff';
export * from './tenants';
