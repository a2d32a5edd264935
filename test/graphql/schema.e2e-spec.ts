import { AppModule } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { composeSchema, printApiSchema } from '@atrium/platform';
import { createTestPlatform, type TestPlatform } from '@atrium/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform.close());

describe('the schema', () => {
  it('composed without a database is the one that is served', async () => {
    const { config, api } = platform;
    const app = AppModule.forRoot({ role: 'api', config, contexts: coreContexts, databaseUrl: '' });
    const composed = printApiSchema(await composeSchema(app));
    expect(composed).toBe(printApiSchema(api.get(GraphQLSchemaHost).schema));
    expect(composed).toMatch(/^type Query \{$/m);
  });
});
