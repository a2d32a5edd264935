import { db, systemActor } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { inTenant } from '../properties/support/properties';
import {
  auditOf,
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
  uuidOf,
} from './support/register';

interface Contact {
  id: string;
  kind: string;
  value: string;
  isMasked: boolean;
  extension: string | null;
  isPreferred: boolean;
  version: number;
}

describe('customers', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  let agent: TestClient;
  /** Sees customers, contacts masked. */
  let auditor: TestClient;
  let stranger: TestClient;
  let register: Register;
  let zhang: Entered;

  beforeAll(async () => {
    platform = await createTestPlatform();
    admin = await platform.as('ADMIN');
    agent = await platform.as('SERVICE_AGENT');
    auditor = await platform.as('AUDITOR');
    stranger = await platform.as('ADMIN', { tenant: 'b' });
    register = await enterRegister(admin);
    zhang = await enterCustomer(agent, '张小伟', {
      externalId: 'crm-1',
      birthday: '1980-05-17',
      preferredLanguage: 'zh-CN',
      preferredChannel: 'WECHAT',
      remarks: '有狗',
      contacts: [
        { kind: 'PHONE', value: '+86 138-0013-8000', label: 'mobile' },
        { kind: 'PHONE', value: '010-88886666 转 801', verified: true },
        { kind: 'EMAIL', value: 'Zhang.Wei@Example.com' },
      ],
      identityDocument: { kind: 'RESIDENT_ID', number: '11010519491231002x', validUntil: '2030-01-01' },
    });
  });
  afterAll(() => platform.close());

  /** What a tenant takes from a ready-made role. */
  const withhold = (role: string, ...permissions: string[]) =>
    inTenant(platform, () =>
      db().execute('UPDATE atrium.role SET withheld = $2 WHERE ready_key = $1', [role, permissions]),
    );

  const contactsOf = async (client: TestClient, id = zhang.id): Promise<Contact[]> => {
    const { customer } = await client.ok<{ customer: { contacts: Contact[] } }>(
      `query ($id: ID!) { customer(id: $id) { contacts { id kind value isMasked extension isPreferred version } } }`,
      { id },
    );
    return customer.contacts;
  };

  it('are entered with contacts and a document, and numbered', async () => {
    expect(zhang.code).toBe('C00000001');
    const { customer } = await agent.ok<{ customer: unknown }>(
      `query ($id: ID!) { customer(id: $id) {
        code externalId kind name birthday preferredLanguage preferredChannel remarks community { name } mergedInto { id }
        aliases { id } contacts { kind value extension label isPreferred verifiedAt } consents { id }
        identityDocuments { kind maskedNumber validUntil } occupancies { totalCount } notes { totalCount }
      } }`,
      { id: zhang.id },
    );
    expect(customer).toEqual({
      code: 'C00000001',
      externalId: 'crm-1',
      kind: 'PERSON',
      name: '张小伟',
      birthday: '1980-05-17',
      preferredLanguage: 'zh-CN',
      preferredChannel: 'WECHAT',
      remarks: '有狗',
      community: null,
      mergedInto: null,
      aliases: [],
      contacts: [
        { kind: 'PHONE', value: '13800138000', extension: null, label: 'mobile', isPreferred: true, verifiedAt: null },
        {
          kind: 'PHONE',
          value: '01088886666',
          extension: '801',
          label: null,
          isPreferred: false,
          verifiedAt: expect.stringMatching(/^\d{4}-/) as string,
        },
        {
          kind: 'EMAIL',
          value: 'zhang.wei@example.com',
          extension: null,
          label: null,
          isPreferred: true,
          verifiedAt: null,
        },
      ],
      consents: [],
      identityDocuments: [{ kind: 'RESIDENT_ID', maskedNumber: '1101**********002X', validUntil: '2030-01-01' }],
      occupancies: { totalCount: 0 },
      notes: { totalCount: 0 },
    });
    expect((await enterCustomer(agent, '李娜')).code).toBe('C00000002');
    expect((await enterCustomer(stranger, '王五')).code).toBe('C00000001');
  });

  it('are read, list and all, with one statement', async () => {
    const document = `query { customers(filter: { phone: "138 0013 8000" }) { nodes {
      name contacts { value } consents { status } identityDocuments { maskedNumber } community { name }
      occupancies(first: 5) { nodes { unit { code } customer { name } } } aliases { name } mergedInto { name }
    } } }`;
    await agent.ok(document);
    const { customers } = await platform.expectQueries(1, () =>
      agent.ok<{ customers: { nodes: { name: string }[] } }>(document),
    );
    expect(customers.nodes.map(({ name }) => name)).toEqual(['张小伟']);
  });

  it('show phones and e-mails masked to whoever may not see them', async () => {
    const values = (contacts: Contact[]) => contacts.map(({ value, isMasked }) => [value, isMasked]);
    expect(values(await contactsOf(agent))).toEqual([
      ['13800138000', false],
      ['01088886666', false],
      ['zhang.wei@example.com', false],
    ]);
    expect(values(await contactsOf(auditor))).toEqual([
      ['138****8000', true],
      ['010****6666', true],
      ['zha***@example.com', true],
    ]);
  });

  it('reveal one contact to those who may, and the audit log knows who looked and why', async () => {
    const technician = await platform.as('TECHNICIAN');
    const [phone] = await contactsOf(technician);
    expect(phone!.value).toBe('138****8000');
    const reveal = `mutation ($input: RevealContactInput!) { revealContact(input: $input) { value contact { value isMasked } } }`;
    const input = { id: phone!.id, reason: '上门维修' };
    const before = await auditOf(platform, 'customer_reveal');
    expect((await auditor.fails(reveal, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await stranger.fails(reveal, { input })).extensions.code).toBe('NOT_FOUND');
    expect(await auditOf(platform, 'customer_reveal')).toEqual(before);
    const { revealContact } = await technician.ok<{ revealContact: unknown }>(reveal, { input });
    expect(revealContact).toEqual({ value: '13800138000', contact: { value: '138****8000', isMasked: true } });
    const after = await auditOf(platform, 'customer_reveal');
    expect(after.slice(before.length)).toMatchObject([
      {
        action: 'INSERT',
        operation: 'revealContact',
        after: { subject: 'CONTACT', subject_id: uuidOf(phone!.id), reason: '上门维修' },
      },
    ]);
  });

  it('keep identity numbers sealed, and reveal one with a reason', async () => {
    const { customer } = await agent.ok<{ customer: { identityDocuments: { id: string }[] } }>(
      `query ($id: ID!) { customer(id: $id) { identityDocuments { id } } }`,
      { id: zhang.id },
    );
    const { id } = customer.identityDocuments[0]!;
    const [stored] = await inTenant(platform, () =>
      db().query<{ row: string }>('SELECT to_jsonb(d)::text AS row FROM atrium.identity_document d WHERE id = $1', [
        uuidOf(id),
      ]),
    );
    expect(stored!.row).not.toContain('11010519491231002');
    const reveal = `mutation ($input: RevealIdentityNumberInput!) { revealIdentityNumber(input: $input) { number document { maskedNumber } } }`;
    const input = { id, reason: '产权核验' };
    expect((await agent.fails(reveal, { input })).extensions.code).toBe('FORBIDDEN');
    const { revealIdentityNumber } = await admin.ok<{ revealIdentityNumber: unknown }>(reveal, { input });
    expect(revealIdentityNumber).toEqual({
      number: '11010519491231002X',
      document: { maskedNumber: '1101**********002X' },
    });
    expect((await auditOf(platform, 'customer_reveal')).at(-1)).toMatchObject({
      operation: 'revealIdentityNumber',
      after: { subject: 'IDENTITY_NUMBER', reason: '产权核验' },
    });
    const log = JSON.stringify([
      ...(await auditOf(platform, 'identity_document')),
      ...(await auditOf(platform, 'customer_contact')),
    ]);
    expect(log).toContain('1101**********002X');
    expect(log).toContain('138****8000');
    expect(log).not.toMatch(/11010519491231002|13800138000|number_sealed|fingerprint/);
  });

  it.each([
    [
      'a number no such card has',
      'PERSON',
      { kind: 'RESIDENT_ID', number: '110105194912310021' },
      'number',
      'WRONG_FORM',
    ],
    [
      'a licence of a person',
      'PERSON',
      { kind: 'BUSINESS_LICENCE', number: '91350100M000100Y43' },
      'kind',
      'NOT_ALLOWED',
    ],
    ['a passport of a company', 'ORGANISATION', { kind: 'PASSPORT', number: 'E12345678' }, 'kind', 'NOT_ALLOWED'],
  ])('refuse %s', async (_, kind, identityDocument, field, code) => {
    const failure = await agent.fails(
      `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }`,
      { input: { kind, name: '某某', identityDocument } },
    );
    expect(failure.extensions.fields).toMatchObject([{ path: `input.identityDocument.${field}`, code }]);
  });

  it('name every contact that is none', async () => {
    const failure = await agent.fails(
      `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }`,
      {
        input: {
          kind: 'PERSON',
          name: '某某',
          contacts: [
            { kind: 'PHONE', value: 'call me' },
            { kind: 'EMAIL', value: 'nobody' },
            { kind: 'PHONE', value: '13900139000' },
            { kind: 'PHONE', value: '+86 139 0013 9000' },
          ],
        },
      },
    );
    expect(failure.extensions.code).toBe('VALIDATION_FAILED');
    expect(failure.extensions.fields?.map(({ path, code }) => [path, code])).toEqual([
      ['input.contacts.0.value', 'NOT_A_PHONE'],
      ['input.contacts.1.value', 'NOT_AN_EMAIL'],
      ['input.contacts.3.value', 'DUPLICATE'],
    ]);
  });

  it('are changed from their present version only; an external id is taken once', async () => {
    const update = `mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { name birthday remarks version } } }`;
    const { updateCustomer } = await agent.ok<{ updateCustomer: unknown }>(update, {
      input: { id: zhang.id, version: 1, name: '张晓伟', birthday: null },
    });
    expect(updateCustomer).toEqual({ customer: { name: '张晓伟', birthday: null, remarks: '有狗', version: 2 } });
    const stale = await agent.fails(update, { input: { id: zhang.id, version: 1, name: '张小伟' } });
    expect(stale.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    const other = await enterCustomer(agent, '赵六');
    const taken = await agent.fails(update, { input: { id: other.id, version: 1, externalId: 'crm-1' } });
    expect(taken.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'input.externalId', code: 'TAKEN' }] });
    await agent.ok(update, { input: { id: zhang.id, version: 2, name: '张小伟' } });
    for (const client of [stranger, auditor]) {
      const { extensions } = await client.fails(update, { input: { id: zhang.id, version: 3, name: 'x' } });
      expect(extensions.code).toBe(client === stranger ? 'NOT_FOUND' : 'FORBIDDEN');
    }
  });

  it('get, change and lose contacts; one of a kind is preferred', async () => {
    const ming = await enterCustomer(agent, '明月', { contacts: [{ kind: 'PHONE', value: '13700000001' }] });
    const add = `mutation ($input: AddCustomerContactInput!) { addCustomerContact(input: $input) { contact { id version isPreferred } } }`;
    const { addCustomerContact } = await agent.ok<{ addCustomerContact: { contact: Contact } }>(add, {
      input: { customerId: ming.id, contact: { kind: 'PHONE', value: '13700000002', isPreferred: true } },
    });
    const { id } = addCustomerContact.contact;
    const twice = await agent.fails(add, {
      input: { customerId: ming.id, contact: { kind: 'PHONE', value: '137 0000 0002' } },
    });
    expect(twice.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'input.value', code: 'TAKEN' }] });
    const preferred = async () =>
      (await contactsOf(agent, ming.id)).map(({ value, isPreferred }) => `${value}${isPreferred ? '!' : ''}`);
    expect(await preferred()).toEqual(['13700000002!', '13700000001']);

    const first = (await contactsOf(agent, ming.id))[1]!;
    const change = `mutation ($input: UpdateCustomerContactInput!) { updateCustomerContact(input: $input) { contact { value version } } }`;
    await agent.ok(change, {
      input: { id: first.id, version: first.version, value: '010-6000 0000 转 9', isPreferred: true },
    });
    expect(await preferred()).toEqual(['01060000000!', '13700000002']);
    const stale = await agent.fails(change, { input: { id: first.id, version: first.version, label: 'old' } });
    expect(stale.extensions.code).toBe('CONFLICT');

    const remove = `mutation ($input: RemoveCustomerContactInput!) { removeCustomerContact(input: $input) { removedContactId customer { contacts { value } } } }`;
    expect((await stranger.fails(remove, { input: { id } })).extensions.code).toBe('NOT_FOUND');
    const { removeCustomerContact } = await agent.ok<{ removeCustomerContact: unknown }>(remove, { input: { id } });
    expect(removeCustomerContact).toEqual({ removedContactId: id, customer: { contacts: [{ value: '01060000000' }] } });
    expect((await agent.fails(remove, { input: { id } })).extensions.code).toBe('NOT_FOUND');
  });

  it('decide about messages by channel and purpose, and the history is kept', async () => {
    const decide = (what: string) => `mutation ($input: DecideConsentInput!) { ${what}(input: $input) {
      customer { consents { channel purpose status source evidence } consentHistory { nodes { status supersededAt } } } } }`;
    const about = { customerId: zhang.id, channel: 'SMS', purpose: 'MARKETING', source: 'WRITTEN' };
    await agent.ok(decide('grantConsent'), {
      input: { ...about, evidence: 'form 12', decidedAt: '2026-01-01T00:00:00Z' },
    });
    await agent.ok(decide('withdrawConsent'), { input: { ...about, purpose: 'CONTRACT', channel: 'EMAIL' } });
    const tooOld = await agent.fails(decide('withdrawConsent'), {
      input: { ...about, decidedAt: '2025-01-01T00:00:00Z' },
    });
    expect(tooOld.extensions).toMatchObject({ code: 'CONFLICT', latest: '2026-01-01T00:00:00.000Z' });
    const { withdrawConsent } = await agent.ok<{ withdrawConsent: { customer: Record<string, unknown> } }>(
      decide('withdrawConsent'),
      { input: { ...about, source: 'ONLINE' } },
    );
    expect(withdrawConsent.customer.consents).toEqual([
      { channel: 'EMAIL', purpose: 'CONTRACT', status: 'WITHDRAWN', source: 'WRITTEN', evidence: null },
      { channel: 'SMS', purpose: 'MARKETING', status: 'WITHDRAWN', source: 'ONLINE', evidence: null },
    ]);
    expect(withdrawConsent.customer.consentHistory).toEqual({
      nodes: [
        { status: 'WITHDRAWN', supersededAt: null },
        { status: 'WITHDRAWN', supersededAt: null },
        { status: 'GRANTED', supersededAt: expect.any(String) as string },
      ],
    });
  });

  it('keep sensitive profiles behind their own permission', async () => {
    const set = `mutation ($input: SetSensitiveProfileInput!) { setSensitiveProfile(input: $input) { profile { id kind consentedBy note } } }`;
    const input = {
      customerId: zhang.id,
      kind: 'ELDERLY_LIVING_ALONE',
      consentedOn: '2026-02-01',
      consentedBy: '张小伟',
    };
    expect((await agent.fails(set, { input })).extensions.code).toBe('FORBIDDEN');
    const { setSensitiveProfile } = await admin.ok<{ setSensitiveProfile: { profile: { id: string } } }>(set, {
      input: { ...input, note: '每周探访' },
    });
    const read = `query ($id: ID!) { customer(id: $id) { sensitiveProfiles { kind note } } }`;
    expect(await admin.ok(read, { id: zhang.id })).toEqual({
      customer: { sensitiveProfiles: [{ kind: 'ELDERLY_LIVING_ALONE', note: '每周探访' }] },
    });
    expect(await agent.ok(read, { id: zhang.id })).toEqual({ customer: { sensitiveProfiles: null } });
    const node = `query ($id: ID!) { node(id: $id) { id } }`;
    expect((await agent.fails(node, { id: setSensitiveProfile.profile.id })).extensions.code).toBe('FORBIDDEN');
    expect(await stranger.ok(node, { id: setSensitiveProfile.profile.id })).toEqual({ node: null });
    expect(JSON.stringify(await auditOf(platform, 'sensitive_profile'))).not.toMatch(/ELDERLY|探访/);
    const remove = `mutation ($input: RemoveSensitiveProfileInput!) { removeSensitiveProfile(input: $input) { customer { sensitiveProfiles { kind } } } }`;
    const gone = { input: { id: setSensitiveProfile.profile.id } };
    expect((await agent.fails(remove, gone)).extensions.code).toBe('FORBIDDEN');
    expect(await admin.ok(remove, gone)).toEqual({ removeSensitiveProfile: { customer: { sensitiveProfiles: [] } } });
  });

  it('are listed by name, number and time, and filtered', async () => {
    const list = async (args: string, client = agent) =>
      (
        await client.ok<{ customers: { nodes: { name: string }[] } }>(`{ customers(${args}) { nodes { name } } }`)
      ).customers.nodes.map(({ name }) => name);
    await enterCustomer(agent, '和园物业有限公司', { kind: 'ORGANISATION' });
    await enterCustomer(agent, '单雄信');
    await startOccupancy(agent, zhang, register.unit1101, 'OWNER');
    expect(await list('first: 50')).toEqual(['和园物业有限公司', '李娜', '明月', '单雄信', '张小伟', '赵六']);
    expect(await list('orderBy: { field: CODE, direction: DESC }, first: 2')).toEqual(['单雄信', '和园物业有限公司']);
    expect(await list('orderBy: { field: CREATED }, first: 1')).toEqual(['张小伟']);
    expect(await list('filter: { kind: { eq: ORGANISATION } }')).toEqual(['和园物业有限公司']);
    expect(await list('filter: { externalId: { eq: "crm-1" } }')).toEqual(['张小伟']);
    expect(await list('filter: { email: "ZHANG.WEI@example.com" }')).toEqual(['张小伟']);
    expect(await list('filter: { phone: "01088886666" }', stranger)).toEqual([]);
    expect(await list(`filter: { unit: { eq: "${register.unit1101}" } }`)).toEqual(['张小伟']);
    expect(await list(`filter: { unit: { eq: "${register.unit1102}" } }`)).toEqual([]);
    expect(await list(`filter: { community: { eq: "${register.heYuan}" } }`)).toEqual(['张小伟']);
    expect(await list(`filter: { community: { eq: "${register.jinGui}" } }`)).toEqual([]);
    const refused = await agent.fails('{ customers(filter: { phone: "none" }) { totalCount } }');
    expect(refused.extensions.fields).toMatchObject([{ path: 'filter.phone', code: 'WRONG_FORM' }]);
  });

  it('lie within the data scope of a caller limited to communities', async () => {
    const local = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.heYuan)] });
    const elsewhere = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
    const names = async (client: TestClient) =>
      (
        await client.ok<{ customers: { nodes: { name: string }[]; totalCount: number } }>(
          '{ customers { nodes { name } totalCount } }',
        )
      ).customers;
    expect(await names(local)).toEqual({ nodes: [{ name: '张小伟' }], totalCount: 1 });
    expect(await names(elsewhere)).toEqual({ nodes: [], totalCount: 0 });
    // What it enters is entered by its community, so that it sees what it entered.
    const qian = await enterCustomer(elsewhere, '钱七', { contacts: [{ kind: 'PHONE', value: '13600000000' }] });
    expect((await names(elsewhere)).totalCount).toBe(1);
    expect((await contactsOf(elsewhere, qian.id)).map(({ value }) => value)).toEqual(['13600000000']);
    const read = `query ($id: ID!) { customer(id: $id) { name } }`;
    expect((await local.fails(read, { id: qian.id })).extensions.code).toBe('NOT_FOUND');
    expect((await elsewhere.fails(read, { id: zhang.id })).extensions.code).toBe('NOT_FOUND');
    const note = `mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { body } } }`;
    expect((await elsewhere.fails(note, { input: { customerId: zhang.id, body: 'x' } })).extensions.code).toBe(
      'NOT_FOUND',
    );
    await local.ok(note, { input: { customerId: zhang.id, body: 'x' } });
    const foreign = await local.fails(
      `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }`,
      { input: { kind: 'PERSON', name: '越界', communityId: register.jinGui } },
    );
    expect(foreign.extensions.code).toBe('NOT_FOUND');
  });

  it('cost a caller without a data scope nothing for it', async () => {
    interface Plan {
      'Node Type': string;
      'Parent Relationship'?: string;
      'Actual Loops': number;
      Plans?: Plan[];
    }
    const subPlans = ({ Plans = [], ...plan }: Plan): Plan[] => [
      ...(plan['Parent Relationship'] === 'SubPlan' ? [plan] : []),
      ...Plans.flatMap(subPlans),
    ];
    const looks = (communities: string[] | null) =>
      inTenant(
        platform,
        async () => {
          const [row] = await db().query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
            'EXPLAIN (ANALYZE, FORMAT JSON) SELECT name FROM atrium.customer ORDER BY sort_key, id LIMIT 21',
          );
          return subPlans(row!['QUERY PLAN'][0].Plan).map((plan) => plan['Actual Loops']);
        },
        { actor: { ...systemActor('spec'), communityScope: communities } },
      );
    // Its plan has the looks at occupancies, and makes none of them; the caller with a scope makes them.
    const without = await looks(null);
    expect(without.length).toBeGreaterThan(0);
    expect(without.filter((loops) => loops > 0)).toEqual([]);
    expect((await looks([uuidOf(register.heYuan)])).some((loops) => loops > 0)).toBe(true);
  });

  it('are out of reach for who may see properties alone, over properties too', async () => {
    const read = `query ($id: ID!) { unit(id: $id) { code owners { name } occupancies { nodes { kind } } } }`;
    const unit = { code: '2-1101', owners: [{ name: '张小伟' }], occupancies: { nodes: [{ kind: 'OWNER' }] } };
    expect(await auditor.ok(read, { id: register.unit1101 })).toEqual({ unit });
    await withhold('AUDITOR', 'customer:read');
    const limited = await platform.as('AUDITOR');
    for (const field of ['owners { name }', 'occupancies { nodes { kind } }']) {
      const refused = await limited.fails(`query ($id: ID!) { unit(id: $id) { ${field} } }`, {
        id: register.unit1101,
      });
      expect(refused.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'customer:read' });
    }
    await withhold('AUDITOR');
  });
});
