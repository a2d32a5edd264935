export { createApiApp } from './api-app';
export { AppModule } from './app.module';
export * from './graphiql';
