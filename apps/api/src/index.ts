export { apiAdapter, createApiApp, initApiApp } from './api-app';
export { AppModule } from './app.module';
export * from './graphiql';
