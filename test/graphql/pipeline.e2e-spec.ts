import request from 'supertest';
import { type SamplePlatform, startSample } from './sample/sample-platform';

let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSample({ QUERY_MAX_TOKENS: '500', QUERY_MAX_COST: '3000', BATCH_MAX: '3' });
  await sample.app.listen(0, '127.0.0.1');
});
afterAll(() => sample.stop());

test('hello', async () => {
  const r = await request(sample.app.getHttpServer()).post('/graphql').send({ query: '{ hello }' });
  expect(r.body).toEqual({ data: { hello: 'Hello anonymous' }, extensions: { cost: { requested: 0, limit: 3000 } } });
});
