import { once } from 'node:events';
import { connect } from 'node:net';
import { ask, startSample } from '../graphql/sample/sample-platform';

it('a connection on which nobody ever asked for anything does not keep a process that stops', async () => {
  // The deadline is far beyond the time a test may take.
  const sample = await startSample({ env: { SHUTDOWN_DEADLINE_SECONDS: '600' } });
  const { hostname, port } = new URL(sample.url);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  const closed = once(silent, 'close');
  expect((await ask(sample, 'ada', '{ __typename }')).data).toEqual({ __typename: 'Query' });
  await sample.stop();
  await closed;
});
