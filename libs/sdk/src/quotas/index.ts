export * from './quotas';
export * from './quota-exceeded';
export * from './count-quota';
