export * from './channels';
export * from './notification-type';
export * from './notifications';
export * from './template-text';
export * from './variables';
