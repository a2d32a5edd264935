import type { TestClient } from '../test-client';
import type { Tools } from './tools';
import type { World } from './world';

/** Accepted by the rules for passwords, whatever the address. */
export const PASSWORD = 'correct horse battery';

/** One field of a mutation with its input, and what is selected of its answer. */
export async function change<T>(
  client: TestClient,
  field: string,
  type: string,
  input: object,
  selection: string,
): Promise<T> {
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`;
  return (await client.ok<Record<string, T>>(document, { input }))[field]!;
}

/** A stored file of rows; answers its id. */
export function uploadRows({ owner }: World, { platform }: Tools, text: string): Promise<string> {
  return platform.upload(owner.client, { fileName: 'rows.csv', content: Buffer.from(text), contentType: 'text/csv' });
}

/** A row that no import takes: answers the id of what is wrong with it. */
export async function failedImport(world: World, tools: Tools): Promise<string> {
  const { platform } = tools;
  const { client } = world.owner;
  const fileId = await uploadRows(world, tools, `小区,楼栋,房号,建筑面积\n${world.text('words')},1,101,很大\n`);
  const mapping = { community: '小区', building: '楼栋', unit: '房号', grossArea: '建筑面积' };
  const input = { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE', mapping, saveMapping: true };
  const { job } = await change<{ job: { id: string } }>(client, 'startImport', 'StartImportInput', input, 'job { id }');
  await platform.runJobs();
  const done = await platform.finishedJob(client, job.id, 'state errors { nodes { id } }');
  const { nodes } = done['errors'] as { nodes: readonly { id: string }[] };
  if (!nodes[0]) throw new Error(`The import took the row: ${JSON.stringify(done)}`);
  return nodes[0].id;
}

async function createCustomer({ owner }: World, input: object): Promise<string> {
  const selection = 'customer { id }';
  type Payload = { customer: { id: string } };
  const made = await change<Payload>(owner.client, 'createCustomer', 'CreateCustomerInput', input, selection);
  return made.customer.id;
}

/** Two customers of one name, birthday and address. */
export async function twoAlike(world: World): Promise<void> {
  const person = {
    kind: 'PERSON',
    name: world.text('words'),
    birthday: '1980-02-29',
    communityId: world.id('community'),
    contacts: [{ kind: 'EMAIL', value: world.text('email') }],
  };
  await createCustomer(world, person);
  await createCustomer(world, person);
}

/** A unit with an owner, then another. */
export async function unitChangesHands(world: World): Promise<void> {
  const { client } = world.owner;
  const communityId = world.id('community');
  const unit = { buildingId: world.id('building'), code: world.text('words') };
  const made = await change<{ unit: { id: string } }>(client, 'createUnit', 'CreateUnitInput', unit, 'unit { id }');
  const unitId = made.unit.id;
  const person = (): Promise<string> =>
    createCustomer(world, { kind: 'PERSON', name: world.text('words'), communityId });
  const first = { unitId, customerId: await person(), kind: 'OWNER', startsOn: '2020-01-01' };
  await change(client, 'startOccupancy', 'StartOccupancyInput', first, '__typename');
  const second = { unitId, transferredOn: '2026-03-11', newOwners: [{ customerId: await person(), kind: 'OWNER' }] };
  await change(client, 'transferUnit', 'TransferUnitInput', second, '__typename');
}

/** A member of staff who was invited, with the address the code went to. */
export async function invite(world: World, roleId = world.id('role')): Promise<{ id: string; email: string }> {
  const email = world.text('email');
  const input = { name: world.text('words'), email, roleIds: [roleId], dataScope: { kind: 'ALL' } };
  type Payload = { staff: { id: string } };
  const { staff } = await change<Payload>(world.owner.client, 'inviteStaff', 'InviteStaffInput', input, 'staff { id }');
  return { id: staff.id, email };
}

/** The code in the newest mail to somebody. */
export async function mailedCode({ platform, mailbox }: Tools, email: string): Promise<string> {
  if (!mailbox)
    throw new Error('A code that comes by mail needs the mailbox the platform sends to: give it as an option');
  await platform.runJobs();
  const code = /^atr_[ip]_\S+$/m.exec(mailbox.last(email).text ?? '')?.[0];
  if (!code) throw new Error(`No code in the mail to ${email}`);
  return code;
}

/** The code of a new invitation. */
export async function invitationCode(world: World, tools: Tools): Promise<string> {
  const { email } = await invite(world);
  return mailedCode(tools, email);
}

/** A member of staff who was invited and came. */
export async function member(world: World, tools: Tools, roleId?: string): Promise<{ id: string; email: string }> {
  const { id, email } = await invite(world, roleId);
  const input = { token: await mailedCode(tools, email), password: PASSWORD };
  await change(tools.nobody, 'acceptInvitation', 'AcceptInvitationInput', input, '__typename');
  return { id, email };
}

/** The code to choose a new password with; each time somebody else's, because one person may not ask often. */
export async function passwordResetCode(world: World, tools: Tools): Promise<string> {
  const { email } = await member(world, tools);
  const input = { slug: world.tenant.slug, email };
  await change(tools.nobody, 'requestPasswordReset', 'RequestPasswordResetInput', input, '__typename');
  return mailedCode(tools, email);
}

/** A member of staff who came and was shut out; answers the id. */
export async function disabledStaff(world: World, tools: Tools): Promise<string> {
  const { id } = await member(world, tools);
  await change(world.owner.client, 'disableStaff', 'StaffIdInput', { staffId: id }, '__typename');
  return id;
}

/** An API client of the world's company that has called. */
export async function apiClientThatCalls(world: World, { platform }: Tools): Promise<void> {
  const input = { name: world.text('words'), permissions: ['property:read'], dataScope: { kind: 'ALL' } };
  const { key } = await change<{ key: string }>(
    world.owner.client,
    'createApiClient',
    'CreateApiClientInput',
    input,
    'key',
  );
  await platform.client(key).ok('{ viewer { __typename } }');
}

/** A sign-in that fails. */
export async function failedSignIn({ tenant }: World, { nobody }: Tools): Promise<void> {
  await nobody.fails(`mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`, {
    input: { slug: tenant.slug, email: `nobody@${tenant.slug}.example`, password: PASSWORD },
  });
}
