import { change } from './core-makers';
import { freshly, type Maker, OMITTED, type Samples, value } from './samples';
import type { World } from './world';

interface Made {
  id: string;
  version: number;
}
type Answer = { ticket: Made };
const SHOWN = 'ticket { id version }';

async function ticketOf(world: World, kind: string): Promise<Made> {
  const input = { kind, channel: 'PHONE', title: world.text('words'), communityId: world.id('community') };
  return (await change<Answer>(world.owner.client, 'createTicket', 'CreateTicketInput', input, SHOWN)).ticket;
}
const known = (world: World, { id, version }: Made): string => {
  world.versions.set(id, version);
  return id;
};

const violation: Maker = async (world) => known(world, await ticketOf(world, 'VIOLATION'));

async function noticed(world: World): Promise<Made> {
  const notice = { note: world.text('words'), servedBy: 'IN_PERSON', deadline: '2099-01-01T00:00:00Z' };
  const input = { ...(await ticketOf(world, 'VIOLATION')), ...notice };
  const { client } = world.owner;
  return (await change<Answer>(client, 'serveViolationNotice', 'ServeViolationNoticeInput', input, SHOWN)).ticket;
}
const noticedViolation: Maker = async (world) => known(world, await noticed(world));

const lastingViolation: Maker = async (world) => {
  const input = { ...(await noticed(world)), remedied: false, note: world.text('words') };
  const { client } = world.owner;
  const { ticket } = await change<Answer>(client, 'recordReinspection', 'RecordReinspectionInput', input, SHOWN);
  return known(world, ticket);
};

const reportedViolation: Maker = async (world, tools) => {
  const id = await lastingViolation(world, tools);
  const report = { authority: world.text('words'), reference: world.text('words'), note: world.text('words') };
  const input = { id, version: world.versions.get(id), ...report };
  await change(world.owner.client, 'reportViolation', 'ReportViolationInput', input, '__typename');
  return id;
};

const mediation: Maker = async (world) => (await ticketOf(world, 'MEDIATION')).id;

/** Two who are at odds, a customer and somebody by name; answers the ticket's id. */
const mediationOfTwo: Maker = async (world) => {
  const { client } = world.owner;
  const { id: ticketId } = await ticketOf(world, 'MEDIATION');
  for (const who of [{ customerId: world.id('customer') }, { name: world.text('words') }]) {
    const input = { ticketId, ...who, position: world.text('words') };
    await change(client, 'addMediationParty', 'AddMediationPartyInput', input, '__typename');
  }
  return ticketId;
};

const heldMediation: Maker = async (world, tools) => {
  const ticketId = await mediationOfTwo(world, tools);
  const said = { place: world.text('words'), summary: world.text('words'), agreement: world.text('words') };
  const input = { ticketId, heldAt: '2026-01-01T00:00:00Z', ...said };
  await change(world.owner.client, 'recordMediationSession', 'RecordMediationSessionInput', input, '__typename');
  return ticketId;
};

/** What the fields of violations and mediation demand. */
export const disputeValues: Samples['values'] = {
  'Mutation.serveViolationNotice.input.id': [freshly(violation)],
  'ServeViolationNoticeInput.deadline': [value('2099-01-01T00:00:00Z')],
  'Mutation.recordReinspection.input.id': [freshly(noticedViolation)],
  'Mutation.reportViolation.input.id': [freshly(lastingViolation)],
  'AddMediationPartyInput.ticketId': [freshly(mediation)],
  'AddMediationPartyInput.customerId': [OMITTED],
  'RecordMediationSessionInput.ticketId': [freshly(mediationOfTwo)],
  'RecordMediationSessionInput.heldAt': [value('2026-01-01T00:00:00Z')],
};

export const disputeExtras: Samples['extras'] = {
  'a violation that was reported': reportedViolation,
  'a mediation with a meeting': heldMediation,
};
