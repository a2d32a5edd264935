export * from './audit';
export * from './contexts';
export * from './operators';
export * from './properties';
export * from './customers';
export * from './demo';
export * from './staff';
export * from './tenants';
