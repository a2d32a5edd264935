export * from './audiences';
export * from './segment-field';
export * from './segment-registry';
export * from './segment-uses';
