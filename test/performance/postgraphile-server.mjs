// PostGraphile over the same tables: what the list of the benchmark is measured beside. Started by `npm run bench` as
// a process of its own: it gets its options as JSON, sends its address when it listens, and ends with its parent.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const { databaseUrl, tenantId, connections } = JSON.parse(process.argv[2]);

/** The settings that row-level security goes by, as they stand in a transaction of ours. */
const pgSettings = { 'app.tenant_id': tenantId, 'app.scope': '', 'app.actor_id': '' };

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [
    makePgService({
      connectionString: databaseUrl,
      schemas: ['atrium'],
      poolConfig: { max: connections },
      pubsub: false,
    }),
  ],
  grafast: { explain: false, context: () => ({ pgSettings }) },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${server.address().port}/graphql` }));

const stop = async () => {
  server.closeAllConnections();
  server.close();
  await instance.release();
  process.exit(0);
};
process.on('message', (request) => request === 'stop' && stop());
process.on('disconnect', stop);
