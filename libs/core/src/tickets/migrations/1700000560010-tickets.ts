import { announceChanges, createTenantTable, CUSTOMER_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ticketTopic } from '../tickets.topic';
import { GOES_WITH_TICKET, OF_TICKET, withTicket } from './of-ticket';

/** Tickets with their history, comments, clocks, followers and links; saved filters. */
export class Tickets1700000560010 implements MigrationInterface {
  readonly name = 'Tickets1700000560010';

  async up(runner: QueryRunner): Promise<void> {
    await this.tickets(runner);
    await this.history(runner);
    await this.clocks(runner);
    await this.people(runner);
    await this.timers(runner);
  }

  private async tickets(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket',
      // is_dispatched: the service centre named the person, and no team changes that.
      // due_at: when the next open target is missed; infinite while no clock runs, so that a list by urgency is one scan.
      columns: `
        number text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        is_historic boolean NOT NULL DEFAULT false,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('COMPLAINT', 'REPAIR', 'SERVICE', 'INQUIRY', 'SUGGESTION',
          'PRAISE', 'VIOLATION', 'MEDIATION', 'EMERGENCY')),
        channel text COLLATE "C" NOT NULL CHECK (channel IN ('PHONE', 'WEB', 'APP', 'WECHAT', 'EMAIL', 'WALK_IN',
          'COMMENT_CARD', 'HOTLINE_12345', 'SURVEY', 'INSPECTION')),
        severity text COLLATE "C" NOT NULL CHECK (severity IN ('CRITICAL', 'MAJOR', 'GENERAL', 'MINOR')),
        state text COLLATE "C" NOT NULL CHECK (state IN ('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'ON_HOLD',
          'RESOLVED', 'CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')),
        sub_state_id uuid,
        hold_reason text COLLATE "C" CHECK (hold_reason IN ('CUSTOMER', 'MATERIAL', 'CONTRACTOR', 'APPROVAL', 'OTHER')),
        title text NOT NULL,
        description text,
        wants text,
        manager_asked boolean NOT NULL DEFAULT false,
        category_id uuid,
        community_id uuid,
        building_id uuid,
        unit_id uuid,
        equipment_id uuid,
        place text,
        customer_id uuid,
        is_anonymous boolean NOT NULL DEFAULT false,
        reporter_name text,
        reporter_phone text COLLATE "C",
        reporter_phone_masked text,
        team_id uuid,
        assignee_id uuid,
        is_dispatched boolean NOT NULL DEFAULT false,
        merged_into_id uuid,
        opened_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL DEFAULT 'infinity',
        authority_due_at timestamptz,
        first_response_at timestamptz,
        resolved_at timestamptz,
        closed_at timestamptz,
        reopen_count integer NOT NULL DEFAULT 0,
        promised_at timestamptz,
        promise_broken_at timestamptz,
        relief_due_at timestamptz,
        relieved_at timestamptz,
        cure_due_at timestamptz,
        cured_at timestamptz,
        deferred_until timestamptz,
        investigation text,
        cause text,
        emergency_measure text,
        commented_at timestamptz,
        answered_at timestamptz,
        CHECK ((state = 'ON_HOLD') = (hold_reason IS NOT NULL)),
        CHECK ((state = 'MERGED') = (merged_into_id IS NOT NULL)),
        CHECK (merged_into_id <> id),
        CHECK (NOT is_anonymous OR (customer_id IS NULL AND reporter_name IS NULL AND reporter_phone IS NULL)),
        CONSTRAINT ticket_number_key UNIQUE (tenant_id, number),
        CONSTRAINT ticket_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT ticket_sub_state_fkey FOREIGN KEY (tenant_id, sub_state_id, state)
          REFERENCES atrium.ticket_sub_state (tenant_id, id, state) ON DELETE NO ACTION,
        CONSTRAINT ticket_category_fkey FOREIGN KEY (tenant_id, category_id)
          REFERENCES atrium.ticket_category (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_building_fkey FOREIGN KEY (tenant_id, building_id)
          REFERENCES atrium.building (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
          REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_equipment_fkey FOREIGN KEY (tenant_id, equipment_id)
          REFERENCES atrium.equipment (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_team_fkey FOREIGN KEY (tenant_id, team_id)
          REFERENCES atrium.team (tenant_id, id) ON DELETE SET NULL (team_id),
        CONSTRAINT ticket_assignee_fkey FOREIGN KEY (tenant_id, assignee_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (assignee_id),
        CONSTRAINT ticket_merged_into_fkey FOREIGN KEY (tenant_id, merged_into_id)
          REFERENCES atrium.ticket (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: 'community_id',
      customer: 'customer_id',
      customerWrites: 'change',
      redact: ['reporter_phone'],
      retention: { kind: 'TICKETS', since: 'closed_at', when: `state IN ('CLOSED', 'CANCELLED', 'MERGED')` },
      // What is left tells what happened where, and to nobody.
      onCustomerErased: {
        set: {
          title: `'***'`,
          description: 'NULL',
          wants: 'NULL',
          reporter_name: 'NULL',
          reporter_phone: 'NULL',
          reporter_phone_masked: 'NULL',
        },
      },
    });
    await runner.query(`
      CREATE INDEX ticket_due ON atrium.ticket (tenant_id, due_at, id);
      CREATE INDEX ticket_opened ON atrium.ticket (tenant_id, opened_at, id);
      CREATE INDEX ticket_state ON atrium.ticket (tenant_id, state, due_at, id);
      CREATE INDEX ticket_community ON atrium.ticket (tenant_id, community_id, due_at, id);
      CREATE INDEX ticket_assignee ON atrium.ticket (tenant_id, assignee_id, state, due_at, id)
        WHERE assignee_id IS NOT NULL;
      CREATE INDEX ticket_team ON atrium.ticket (tenant_id, team_id, state, due_at, id) WHERE team_id IS NOT NULL;
      CREATE INDEX ticket_customer ON atrium.ticket (tenant_id, customer_id, opened_at, id)
        WHERE customer_id IS NOT NULL;
      CREATE INDEX ticket_unit ON atrium.ticket (tenant_id, unit_id, opened_at, id) WHERE unit_id IS NOT NULL;
      CREATE INDEX ticket_building ON atrium.ticket (tenant_id, building_id, opened_at, id)
        WHERE building_id IS NOT NULL;
      CREATE INDEX ticket_equipment ON atrium.ticket (tenant_id, equipment_id, opened_at, id)
        WHERE equipment_id IS NOT NULL;
      CREATE INDEX ticket_by_category ON atrium.ticket (tenant_id, category_id, opened_at, id)
        WHERE category_id IS NOT NULL;
      CREATE INDEX ticket_by_sub_state ON atrium.ticket (tenant_id, sub_state_id) WHERE sub_state_id IS NOT NULL;
      CREATE INDEX ticket_merged_into ON atrium.ticket (tenant_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
      CREATE INDEX ticket_deferred ON atrium.ticket (tenant_id, deferred_until) WHERE deferred_until IS NOT NULL;
      CREATE INDEX ticket_promised ON atrium.ticket (tenant_id, promised_at)
        WHERE promised_at IS NOT NULL AND promise_broken_at IS NULL AND resolved_at IS NULL;
    `);
    await announceChanges(runner, { table: 'atrium.ticket', topic: ticketTopic });
  }

  private async history(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_event',
      hasParent: true,
      // actor_name is empty for customers: whose ticket it is the ticket says.
      columns: `
        ${OF_TICKET},
        at timestamptz NOT NULL,
        kind text COLLATE "C" NOT NULL,
        actor_kind text COLLATE "C" NOT NULL,
        actor_id uuid,
        actor_name text,
        from_state text COLLATE "C",
        to_state text COLLATE "C",
        note text,
        facts jsonb NOT NULL DEFAULT '{}',
        for_customer boolean NOT NULL`,
      scope: { using: withTicket('ticket_event'), checked: true },
      customer: { using: `for_customer AND ${withTicket('ticket_event')}` },
      customerWrites: 'change',
      rights: 'append',
      unaudited: 'it is the log of its ticket, which is audited, and nothing changes it',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_comment',
      hasParent: true,
      // customer_id: whose words they are, where a customer wrote them.
      columns: `
        ${OF_TICKET},
        at timestamptz NOT NULL,
        body text NOT NULL,
        visibility text COLLATE "C" NOT NULL CHECK (visibility IN ('INTERNAL', 'CUSTOMER')),
        author_id uuid,
        author_name text,
        customer_id uuid,
        CONSTRAINT ticket_comment_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: { using: withTicket('ticket_comment'), checked: true },
      customer: { using: `visibility = 'CUSTOMER' AND ${withTicket('ticket_comment')}` },
      customerWrites: 'change',
      retention: GOES_WITH_TICKET,
      onCustomerErased: { set: { body: `'***'` } },
    });
    await runner.query(`
      CREATE INDEX ticket_event_time ON atrium.ticket_event (tenant_id, ticket_id, at, id);
      CREATE INDEX ticket_comment_time ON atrium.ticket_comment (tenant_id, ticket_id, at, id);
      CREATE INDEX ticket_comment_customer ON atrium.ticket_comment (tenant_id, customer_id)
        WHERE customer_id IS NOT NULL;
    `);
  }

  private async clocks(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_clock',
      hasParent: true,
      // Lengths in milliseconds of working time; since: empty while it stands still; next_at: when next_percent is reached.
      columns: `
        ${OF_TICKET},
        target text COLLATE "C" NOT NULL CHECK (target IN ('FIRST_RESPONSE', 'PROGRESS_UPDATE', 'RESOLUTION')),
        policy_id uuid,
        calendar_id uuid,
        length bigint NOT NULL CHECK (length > 0),
        spent bigint NOT NULL DEFAULT 0,
        since timestamptz,
        raised integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        next_percent integer,
        next_at timestamptz,
        met_at timestamptz,
        breached_at timestamptz,
        CONSTRAINT ticket_clock_target_key UNIQUE (tenant_id, ticket_id, target),
        CONSTRAINT ticket_clock_policy_fkey FOREIGN KEY (tenant_id, policy_id)
          REFERENCES atrium.sla_policy (tenant_id, id) ON DELETE SET NULL (policy_id),
        CONSTRAINT ticket_clock_calendar_fkey FOREIGN KEY (tenant_id, calendar_id)
          REFERENCES atrium.sla_calendar (tenant_id, id) ON DELETE NO ACTION`,
      scope: { using: withTicket('ticket_clock'), checked: true },
      customer: { using: withTicket('ticket_clock') },
      customerWrites: 'change',
      unaudited: 'it follows from the moves of its ticket and the policy, which are audited',
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX ticket_clock_next ON atrium.ticket_clock (tenant_id, next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX ticket_clock_policy ON atrium.ticket_clock (tenant_id, policy_id) WHERE met_at IS NULL;
      CREATE INDEX ticket_clock_calendar ON atrium.ticket_clock (tenant_id, calendar_id) WHERE met_at IS NULL;
    `);
  }

  private async people(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_reader',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        staff_id uuid,
        customer_id uuid,
        read_at timestamptz NOT NULL DEFAULT '-infinity',
        is_observer boolean NOT NULL DEFAULT false,
        is_favourite boolean NOT NULL DEFAULT false,
        CHECK ((staff_id IS NULL) <> (customer_id IS NULL)),
        CONSTRAINT ticket_reader_staff_key UNIQUE (tenant_id, ticket_id, staff_id),
        CONSTRAINT ticket_reader_customer_key UNIQUE (tenant_id, ticket_id, customer_id),
        CONSTRAINT ticket_reader_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT ticket_reader_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: { using: withTicket('ticket_reader'), checked: true },
      customer: { using: `customer_id = ANY (${CUSTOMER_IDS}) AND ${withTicket('ticket_reader')}` },
      customerWrites: 'change',
      unaudited: 'who has read what and wants to see it again, which is nobody else’s',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_turn',
      hasParent: true,
      columns: `
        team_id uuid NOT NULL,
        staff_id uuid NOT NULL,
        taken_at timestamptz NOT NULL,
        CONSTRAINT ticket_turn_once UNIQUE (tenant_id, team_id, staff_id),
        CONSTRAINT ticket_turn_member_fkey FOREIGN KEY (tenant_id, team_id, staff_id)
          REFERENCES atrium.team_member (tenant_id, team_id, staff_id) ON DELETE CASCADE`,
      scope: {
        using: `EXISTS (SELECT FROM atrium.team t WHERE t.tenant_id = ticket_turn.tenant_id AND t.id = ticket_turn.team_id)`,
        checked: true,
      },
      unaudited: 'whose turn it is: who was given what, the tickets say',
      retention: { kept: 'one row for each member of a team' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_link',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        other_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('RELATED', 'DUPLICATE', 'CAUSED_BY')),
        CHECK (other_id <> ticket_id),
        CONSTRAINT ticket_link_once UNIQUE (tenant_id, ticket_id, other_id, kind),
        FOREIGN KEY (tenant_id, other_id) REFERENCES atrium.ticket (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        using: `${withTicket('ticket_link')} AND ${withTicket('ticket_link', 'other_id')}`,
        checked: true,
      },
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_filter',
      hasParent: true,
      columns: `
        staff_id uuid NOT NULL,
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        filter jsonb NOT NULL,
        CONSTRAINT ticket_filter_name_key UNIQUE (tenant_id, staff_id, name),
        CONSTRAINT ticket_filter_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      scope: 'none', // it finds what its owner sees
      retention: { kept: 'settings: they are there until they are changed' },
    });
    await runner.query(`
      CREATE INDEX ticket_reader_staff ON atrium.ticket_reader (tenant_id, staff_id, ticket_id)
        WHERE is_observer OR is_favourite;
      CREATE INDEX ticket_reader_customer ON atrium.ticket_reader (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX ticket_link_other ON atrium.ticket_link (tenant_id, other_id);
      CREATE INDEX ticket_filter_sort ON atrium.ticket_filter (tenant_id, staff_id, sort_key, id);
    `);
  }

  /** What is due in the whole installation: the worker asks by time alone, and works as each tenant then. */
  private async timers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY timers ON atrium.ticket_clock FOR SELECT TO atrium_owner
        USING (current_setting('app.timers', true) = 'asked');
      CREATE POLICY timers ON atrium.ticket FOR SELECT TO atrium_owner
        USING (current_setting('app.timers', true) = 'asked');
      CREATE FUNCTION app.ticket_timers(until timestamptz) RETURNS TABLE (tenant_id uuid, at timestamptz)
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF nullif(current_setting('app.tenant_id', true), '') IS NOT NULL THEN
          RAISE EXCEPTION 'The timers are the installation''s, not a tenant''s' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('app.timers', 'asked', true);
        RETURN QUERY
          SELECT DISTINCT t.id, d.at FROM atrium.tenant t CROSS JOIN LATERAL (
            SELECT date_trunc('second', c.next_at) AS at FROM atrium.ticket_clock c
            WHERE c.tenant_id = t.id AND c.next_at <= until
            UNION SELECT date_trunc('second', k.deferred_until) FROM atrium.ticket k
            WHERE k.tenant_id = t.id AND k.deferred_until <= until
            UNION SELECT date_trunc('second', k.promised_at) FROM atrium.ticket k
            WHERE k.tenant_id = t.id AND k.promised_at <= until AND k.promise_broken_at IS NULL AND k.resolved_at IS NULL
              AND k.state NOT IN ('CANCELLED', 'MERGED')
          ) d WHERE t.status <> 'CLOSED';
        PERFORM set_config('app.timers', '', true);
      END $$;
      REVOKE ALL ON FUNCTION app.ticket_timers FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.ticket_timers TO atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION app.ticket_timers`);
    await runner.query(`DROP TABLE atrium.ticket_filter, atrium.ticket_link, atrium.ticket_turn, atrium.ticket_reader, atrium.ticket_clock,
      atrium.ticket_comment, atrium.ticket_event, atrium.ticket`);
  }
}
