import { defineView, extendView, f, type View } from '@atrium/sdk';
import { customerPermissions, survivor } from '../../customers';
import { ticketView } from '../tickets.views';

const stepView: View = defineView({
  type: 'ViolationStep',
  idType: 'violation_step',
  table: 'atrium.violation_step',
  fields: {
    kind: f.column('kind'),
    at: f.instant('at'),
    actorName: f.column('actor_name'),
    note: f.column('note'),
    servedBy: f.column('served_by'),
    deadline: f.instant('deadline'),
    remedied: f.column('remedied'),
    authority: f.column('authority'),
    reference: f.column('reference'),
  },
});

const partyView: View = defineView({
  type: 'MediationParty',
  idType: 'mediation_party',
  table: 'atrium.mediation_party',
  fields: {
    id: f.id('mediation_party'),
    name: f.column('name'),
    position: f.column('position'),
    customer: f.guarded(customerPermissions['customer:read'], survivor('customer_id')),
  },
});

const sessionView: View = defineView({
  type: 'MediationSession',
  idType: 'mediation_session',
  table: 'atrium.mediation_session',
  fields: {
    heldAt: f.instant('held_at'),
    place: f.column('place'),
    mediatorName: f.column('mediator_name'),
    summary: f.column('summary'),
    agreement: f.column('agreement'),
  },
});

extendView(ticketView, {
  violationSteps: f.array(
    () => stepView,
    'ticket_id',
    (s) => `${s}.at, ${s}.id`,
  ),
  mediationParties: f.array(
    () => partyView,
    'ticket_id',
    (p) => `${p}.id`,
  ),
  mediationSessions: f.array(
    () => sessionView,
    'ticket_id',
    (s) => `${s}.held_at, ${s}.id`,
  ),
});
