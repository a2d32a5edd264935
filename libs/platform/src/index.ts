export * from './auth';
export * from './config';
export * from './database';
export * from './embedded-postgres';
export * from './graphql';
export * from './platform.module';
export * from './platform.tokens';
export * from './tabular';
