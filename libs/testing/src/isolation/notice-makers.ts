import { UnsubscribeLinks } from '@atrium/core';
import { encodeId, newId, systemActor, Transactions } from '@atrium/sdk';
import { change, uploadRows } from './core-makers';
import { customerWithEmail } from './portal-makers';
import { newResident } from './resident-makers';
import type { Belonging, Samples } from './samples';
import { residents } from './survey-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** What the companies word for themselves. */
export const OWN_WORDS = { type: 'notice.published', channel: 'EMAIL', locale: 'en' } as const;

type Noticed = { readonly notice: { readonly id: string; readonly version: number } };
const MADE = 'notice { id version }';

/** A notice to the world's first community, as a draft. */
async function draft(world: World, more: object = {}): Promise<Noticed['notice']> {
  const texts = [{ locale: 'zh-CN', title: world.text('words'), body: world.text('words') }];
  const input = { communityId: world.id('community'), texts, needsConfirmation: true, ...more };
  return (await change<Noticed>(world.owner.client, 'createNotice', 'CreateNoticeInput', input, MADE)).notice;
}

/** Somebody lives there, and a notice is out; answers its id. */
export async function publishedNotice(world: World, { platform }: Tools): Promise<string> {
  const { client } = world.owner;
  await newResident(world);
  const { id, version } = await draft(world);
  await change(client, 'publishNotice', 'PublishNoticeInput', { id, version }, '__typename');
  await platform.runJobs();
  return id;
}

/** Id of a message that was handed to a channel. */
export async function sentMessage(world: World, tools: Tools): Promise<string> {
  const about = await publishedNotice(world, tools);
  type Answer = { notifications: { nodes: readonly { id: string; deliveries: readonly { channel: string }[] }[] } };
  const { notifications } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { notifications(first: 50, filter: { about: { eq: $id } }) { nodes { id deliveries { channel } } } }',
    { id: about },
  );
  const first = notifications.nodes.find(({ deliveries }) => deliveries.some(({ channel }) => channel === 'PUSH'));
  if (!first) throw new Error('The notice told nobody');
  return first.id;
}

/** An address that a message came back from. */
export async function deadAddress(world: World, tools: Tools): Promise<string> {
  const id = await sentMessage(world, tools);
  // The notice reaches all who live there; what staff write of the address reaches none of them.
  world.nextStep();
  const input = {
    id,
    channel: 'PUSH',
    reason: world.text('words'),
    isPermanent: true,
  };
  await change(world.owner.client, 'reportBounce', 'ReportBounceInput', input, '__typename');
  type Answer = { undeliverableAddresses: { nodes: readonly { id: string }[] } };
  const { undeliverableAddresses } = await world.owner.client.ok<Answer>('{ undeliverableAddresses { nodes { id } } }');
  return undeliverableAddresses.nodes[0]!.id;
}

/** Drafts to a building and to a segment. */
export async function noticesToOthers(world: World): Promise<void> {
  await draft(world, { buildingId: world.id('building') });
  await draft(world, { communityId: null, segmentId: await residents(world) });
}

/** A notice to one customer alone, out, that asks to be confirmed. */
const noticeTo: Belonging = async (home, { name, company }, { platform }) => {
  const { client } = company.owner;
  const rule = { text: { field: 'customer.name', is: name } };
  type Segment = { segment: { id: string } };
  const named = { name: home.text('words'), rule };
  const { segment } = await change<Segment>(client, 'createSegment', 'CreateSegmentInput', named, 'segment { id }');
  const texts = [{ locale: 'zh-CN', title: home.text('words'), body: home.text('words') }];
  const { id, version } = await draft(company, { communityId: null, segmentId: segment.id, texts });
  await change(client, 'publishNotice', 'PublishNoticeInput', { id, version }, '__typename');
  await platform.runJobs();
  return id;
};

export const noticeBelongings: Samples['belongings'] = { notice: [noticeTo] };

/** The company's own words for a message; answers their id. */
export async function ownTemplate(world: World): Promise<string> {
  const { client } = world.owner;
  type Payload = { template: { id: string; version: number } };
  const words = { subject: world.text('words'), body: world.text('words') };
  const input = { ...OWN_WORDS, ...words, version: await templateVersion(world) };
  const selection = 'template { id version }';
  const { template } = await change<Payload>(client, 'saveNotificationTemplate', 'SaveTemplateInput', input, selection);
  world.versions.set(template.id, template.version);
  return template.id;
}

export async function attachedFile(world: World, tools: Tools): Promise<string> {
  const { id } = await draft(world, { fileIds: [await uploadRows(world, tools, world.text('words'))] });
  type Answer = { notice: { attachments: readonly { id: string }[] } };
  const query = 'query ($id: ID!) { notice(id: $id) { attachments { id } } }';
  return (await world.owner.client.ok<Answer>(query, { id })).notice.attachments[0]!.id;
}

/** What the world's owner was told in the app; answers its id. */
export async function ownMessage(world: World, { admin, platform }: Tools): Promise<string> {
  type Viewer = { viewer: { actor: { id: string } } };
  const { viewer } = await world.owner.client.ok<Viewer>('{ viewer { actor { id } } }');
  const isStaff = viewer.actor.id.startsWith('staff_');
  const [notification, message, owner] = [newId(), newId(), platform.uuid(viewer.actor.id)];
  const [staff, customer] = isStaff ? [owner, null] : [null, owner];
  await admin.query(
    `INSERT INTO atrium.notification (tenant_id, id, type, purpose, staff_id, customer_id, recipient, params, state, next_at, settled_at)
     VALUES ($1, $2, 'notice.published', 'CONTRACT', $3, $4, $5, '{}', 'DELIVERED', now(), now())`,
    [world.tenant.id, notification, staff, customer, owner],
  );
  await admin.query(
    `INSERT INTO atrium.inbox_message (tenant_id, id, notification_id, staff_id, customer_id, type, title, body)
     VALUES ($1, $2, $3, $4, $5, 'notice.published', $6, $7)`,
    [world.tenant.id, message, notification, staff, customer, world.text('words'), world.text('words')],
  );
  return encodeId('inbox_message', message);
}

/** Version of the company's words for the one message that is written about. */
export async function templateVersion({ owner }: World): Promise<number> {
  type Answer = {
    notificationTypes: {
      key: string;
      texts: { channel: string; locale: string; template: { version: number } | null }[];
    }[];
  };
  const { notificationTypes } = await owner.client.ok<Answer>(
    '{ notificationTypes { key texts { channel locale template { version } } } }',
  );
  const kind = notificationTypes.find(({ key }) => key === OWN_WORDS.type)!;
  const words = kind.texts.find(({ channel, locale }) => channel === OWN_WORDS.channel && locale === OWN_WORDS.locale)!;
  return words.template?.version ?? 0;
}

export async function notificationSettingsVersion({ owner }: World): Promise<number> {
  type Answer = { notificationSettings: { version: number } };
  return (await owner.client.ok<Answer>('{ notificationSettings { version } }')).notificationSettings.version;
}

export async function ownPreferenceVersion({ owner }: World): Promise<number> {
  const { myNotificationPreference } = await owner.client.ok<{ myNotificationPreference: { version: number } }>(
    '{ myNotificationPreference { version } }',
  );
  return myNotificationPreference.version;
}

/** Last part of the link in a mail by which a customer of the world stops such mails. */
export async function unsubscribeToken(world: World, tools: Tools): Promise<string> {
  const { platform } = tools;
  const customer = platform.uuid(await customerWithEmail(world, tools));
  const as = { tenantId: world.tenant.id, actor: systemActor('proof'), operation: 'proof' };
  const link = await platform.api
    .get(Transactions)
    .run(as, () => Promise.resolve(platform.api.get(UnsubscribeLinks).of('MARKETING', customer, 'en')));
  return link!.url.split('/').at(-1)!;
}
