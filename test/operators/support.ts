import type { TestClient, TestPlatform } from '@atrium/testing';
import { operatorCommand } from '../../apps/cli/src/commands/operator';
import { desk } from '../tenants/support';

const PASSWORD = 'an operator’s own password';

/** A platform operator made by the command line (林运营), signed in. */
export async function operatorOf(platform: TestPlatform): Promise<TestClient> {
  const input = { email: 'lin@platform.example', password: PASSWORD };
  await operatorCommand(
    'add',
    { email: input.email, name: '林运营', passwordStdin: true },
    { ...desk(platform), readInput: () => Promise.resolve(PASSWORD) },
  );
  const { operatorSignIn } = await platform
    .client()
    .ok<{ operatorSignIn: { token: string } }>(
      'mutation ($input: OperatorSignInInput!) { operatorSignIn(input: $input) { token } }',
      { input },
    );
  return platform.client(operatorSignIn.token);
}
