export * from './plugin-names';
export * from './plugin-context';
export * from './plugin-graphql';
export * from './plugin-work';
export * from './plugin-settings';
export * from './define-plugin';
export * from './installed-plugins';
export * from './sdk-version';
