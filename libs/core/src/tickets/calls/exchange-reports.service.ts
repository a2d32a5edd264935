import {
  AtriumError,
  type CallReport,
  Cipher,
  db,
  Events,
  type ExchangeAnswer,
  type ExchangeCall,
  ExchangeReports,
  Log,
  newId,
  systemActor,
  telephonyExchange,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { callEvents } from './call.events';
import { customerOfNumber, numberOf, partiesOf } from './call-parties';

interface Agent {
  readonly id: string | null;
  readonly name: string | null;
}

const NOTE = {
  name: 'note_call_report',
  text: `INSERT INTO atrium.phone_call AS c (id, exchange, call_key, direction, state, number, number_masked, queue,
      customer_id, community_id, agent_id, agent_name, started_at, answered_at, ended_at, seconds, recording_url)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    ON CONFLICT ON CONSTRAINT phone_call_key DO UPDATE SET
      -- Reports come in any order: a call that has ended does not ring again.
      state = CASE WHEN c.state = 'ENDED' OR excluded.state = 'ENDED' THEN 'ENDED'
        WHEN c.state = 'TALKING' OR excluded.state = 'TALKING' THEN 'TALKING' ELSE 'RINGING' END,
      queue = coalesce(excluded.queue, c.queue),
      agent_id = CASE WHEN excluded.answered_at IS NOT NULL OR c.answered_at IS NULL
        THEN coalesce(excluded.agent_id, c.agent_id) ELSE c.agent_id END,
      agent_name = CASE WHEN excluded.answered_at IS NOT NULL OR c.answered_at IS NULL
        THEN coalesce(excluded.agent_name, c.agent_name) ELSE c.agent_name END,
      started_at = least(c.started_at, excluded.started_at),
      answered_at = coalesce(c.answered_at, excluded.answered_at),
      ended_at = coalesce(c.ended_at, excluded.ended_at),
      seconds = greatest(c.seconds, excluded.seconds),
      recording_url = coalesce(c.recording_url, excluded.recording_url),
      version = c.version + 1, updated_at = now()
    RETURNING id, (xmax = 0) AS fresh, direction, customer_id AS "customerId", ticket_id AS "ticketId",
      community_id AS "communityId", agent_id AS "agentId", seconds`,
};

/** Takes what telephone exchanges report of calls: one that comes twice, or late, changes nothing. */
@Injectable()
export class ExchangeReportsService extends ExchangeReports {
  private readonly log = new Log('Telephony');

  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {
    super();
  }

  async take(slug: string, name: string, call: ExchangeCall): Promise<ExchangeAnswer> {
    const exchange = telephonyExchange(name);
    const tenant = exchange && (await this.transactions.findTenant({ slug }));
    if (!exchange || !tenant) return 'REFUSED';
    const as = { tenantId: tenant.id, actor: systemActor('telephone exchange'), operation: 'callReport' };
    try {
      return await this.transactions.run(as, async () => {
        const [own] = await db().query<{ secret: string }>(
          'SELECT secret_sealed AS secret FROM atrium.telephony_exchange WHERE exchange = $1 AND is_enabled',
          [name],
        );
        const report = own && exchange.read(call, this.cipher.decrypt(own.secret));
        if (!report) return 'REFUSED';
        await this.note(name, report);
        return 'TAKEN';
      });
    } catch (error) {
      if (!(error instanceof AtriumError)) throw error;
      // Undone as a whole: the exchange reports it again, and the log says what stands in the way meanwhile.
      this.log.warn('A report of an exchange could not be taken yet', { error });
      return 'LATER';
    }
  }

  private async note(exchange: string, report: CallReport): Promise<void> {
    const { callId, event, direction, queue, at, seconds = 0 } = report;
    const [before] = await db().query<{ state: string }>(
      'SELECT state FROM atrium.phone_call WHERE exchange = $1 AND call_key = $2 FOR UPDATE',
      [exchange, callId],
    );
    const number = numberOf(report.number);
    const customer = await customerOfNumber(number.value);
    const parties = await partiesOf(customer, null);
    const agent = await agentOf(report.agent);
    const ended = event === 'ENDED';
    // Of a call whose beginning was never told the end tells it.
    const startedAt = ended ? new Date(at.getTime() - seconds * 1000) : at;
    const answeredAt = event === 'ANSWERED' ? at : ended && seconds > 0 ? startedAt : null;
    const state = ended ? 'ENDED' : event === 'ANSWERED' ? 'TALKING' : 'RINGING';
    const [row] = await db().query<{ id: string } & Record<string, never>>(NOTE, [
      ...[newId(), exchange, callId, direction, state, number.value, number.masked, queue],
      ...[parties.customerId, parties.communityId, agent.id, agent.name, startedAt, answeredAt],
      ...[ended ? at : null, ended ? seconds : 0, report.recordingUrl ?? null],
    ]);
    if (!ended || before?.state === 'ENDED') return;
    const { id, customerId, ticketId, communityId, agentId, seconds: spoken } = row as unknown as Noted;
    const payload = { callId: id, direction, customerId, ticketId, communityId, agentId, seconds: spoken };
    await this.events.emit(callEvents.ended, payload, { aggregateId: id });
  }
}

interface Noted {
  readonly id: string;
  readonly customerId: string | null;
  readonly ticketId: string | null;
  readonly communityId: string | null;
  readonly agentId: string | null;
  readonly seconds: number;
}

/** The member of staff with this e-mail or number; the words alone where there is none. */
async function agentOf(given: string | null): Promise<Agent> {
  if (given === null) return { id: null, name: null };
  const [staff] = await db().query<{ id: string; name: string }>(
    `SELECT id, name FROM atrium.staff WHERE email_lower = lower($1) OR employee_number = $1 ORDER BY id LIMIT 1`,
    [given],
  );
  return staff ?? { id: null, name: given };
}
