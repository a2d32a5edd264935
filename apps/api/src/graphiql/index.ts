export { GRAPHIQL_PATH, graphiqlContentSecurityPolicy, renderGraphiqlPage } from './graphiql-page';
export type { GraphiqlPage } from './graphiql-page';
export { createGraphiqlHandler, mountGraphiql } from './graphiql-handler';
export type { GraphiqlAnswer, GraphiqlOptions } from './graphiql-handler';
