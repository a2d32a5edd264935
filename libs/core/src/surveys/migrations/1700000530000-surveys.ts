import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What answers are broken down by; of a customer and the unit it was asked about. */
export const STRATA_COLUMNS = `
  region text COLLATE "C",
  community_id uuid,
  customer_kind text COLLATE "C",
  property_usage text COLLATE "C"`;

const COMMUNITY = (table: string): string => `
  CONSTRAINT ${table}_community_fkey FOREIGN KEY (tenant_id, community_id)
    REFERENCES atrium.community (tenant_id, id) ON DELETE SET NULL (community_id)`;
const SURVEY = (table: string): string => `
  survey_id uuid NOT NULL,
  CONSTRAINT ${table}_survey_fkey FOREIGN KEY (tenant_id, survey_id)
    REFERENCES atrium.survey (tenant_id, id) ON DELETE CASCADE`;

/**
 * Templates with their versions, surveys, invitations, answers, and the figures made of them. Answers to an anonymous
 * survey have ids without time, no time of their own and no reference to an invitation: decision 035.
 */
export class Surveys1700000530000 implements MigrationInterface {
  readonly name = 'Surveys1700000530000';

  async up(runner: QueryRunner): Promise<void> {
    await this.templates(runner);
    await this.surveys(runner);
    await this.invitations(runner);
    await this.answers(runner);
    await this.figures(runner);
  }

  private async templates(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.survey_template',
      retention: { kept: 'settings: versions that were answered hang on it' },
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        description text,
        CONSTRAINT survey_template_name_key UNIQUE (tenant_id, name_lower)`,
      versioned: true,
      scope: 'none', // what is asked is the company's
    });
    await createTenantTable(runner, {
      table: 'atrium.survey_template_version',
      retention: { kept: 'it goes with its template' },
      hasParent: true,
      columns: `
        template_id uuid NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PUBLISHED')),
        content jsonb NOT NULL,
        published_at timestamptz,
        CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL)),
        CONSTRAINT survey_template_version_number_key UNIQUE (tenant_id, template_id, number),
        CONSTRAINT survey_template_version_template_fkey FOREIGN KEY (tenant_id, template_id)
          REFERENCES atrium.survey_template (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'none', // as its template
    });
    await runner.query(`
      CREATE INDEX survey_template_sort ON atrium.survey_template (tenant_id, sort_key, id);
      CREATE UNIQUE INDEX survey_template_version_draft ON atrium.survey_template_version (tenant_id, template_id)
        WHERE state = 'DRAFT';
      -- Answers are read with the version they were given to: what was published stays as it is.
      CREATE FUNCTION app.keep_published_survey() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF OLD.state = 'DRAFT' OR app.is_erasing() THEN
          RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        RAISE EXCEPTION 'A published version of a survey never changes' USING ERRCODE = '23514',
          CONSTRAINT = 'survey_template_version_published';
      END $$;
      CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON atrium.survey_template_version
        FOR EACH ROW EXECUTE FUNCTION app.keep_published_survey();
    `);
  }

  private async surveys(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.survey',
      retention: { kept: 'what was asked of whom, and the figures, hang on it; no person is named' },
      hasParent: true,
      // within: the communities its maker was limited to; null for the whole company's. progress: the last one invited.
      columns: `
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        template_id uuid NOT NULL,
        template_version_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('CAMPAIGN', 'TRIGGER')),
        audience text COLLATE "C" NOT NULL CHECK (audience IN ('CUSTOMERS', 'STAFF')),
        state text COLLATE "C" NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED')),
        is_anonymous boolean NOT NULL,
        trigger_name text COLLATE "C",
        delay_hours integer NOT NULL DEFAULT 0 CHECK (delay_hours BETWEEN 0 AND 2160),
        valid_days integer NOT NULL CHECK (valid_days BETWEEN 1 AND 365),
        segment_id uuid,
        segment_rule jsonb,
        sample_size integer CHECK (sample_size > 0),
        sample_seed text COLLATE "C",
        rated_staff_id uuid,
        rated_team_id uuid,
        within uuid[],
        actor jsonb NOT NULL,
        progress text COLLATE "C",
        spared_count integer NOT NULL DEFAULT 0,
        unread_count integer NOT NULL DEFAULT 0,
        inviting_ended_at timestamptz,
        failure text,
        closes_at timestamptz,
        closed_at timestamptz,
        CHECK ((kind = 'TRIGGER') = (trigger_name IS NOT NULL)),
        CHECK (kind = 'CAMPAIGN' OR (segment_id IS NULL AND sample_size IS NULL)),
        CHECK ((sample_size IS NULL) = (sample_seed IS NULL)),
        CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL)),
        CONSTRAINT survey_template_fkey FOREIGN KEY (tenant_id, template_id)
          REFERENCES atrium.survey_template (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT survey_version_fkey FOREIGN KEY (tenant_id, template_version_id)
          REFERENCES atrium.survey_template_version (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT survey_segment_fkey FOREIGN KEY (tenant_id, segment_id)
          REFERENCES atrium.segment (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT survey_rated_staff_fkey FOREIGN KEY (tenant_id, rated_staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (rated_staff_id),
        CONSTRAINT survey_rated_team_fkey FOREIGN KEY (tenant_id, rated_team_id)
          REFERENCES atrium.team (tenant_id, id) ON DELETE SET NULL (rated_team_id)`,
      versioned: true,
      scope: 'none', // what is asked, and of how many; whom, and what they said, is limited below
      redact: ['actor'],
    });
    await createTenantTable(runner, {
      table: 'atrium.survey_settings',
      retention: { kept: 'settings' },
      columns: `
        anonymity_threshold integer NOT NULL CHECK (anonymity_threshold BETWEEN 5 AND 100),
        fatigue_invitations integer NOT NULL CHECK (fatigue_invitations BETWEEN 1 AND 100),
        fatigue_days integer NOT NULL CHECK (fatigue_days BETWEEN 1 AND 365),
        CONSTRAINT survey_settings_once UNIQUE (tenant_id)`,
      versioned: true,
      scope: 'none', // the whole company's
    });
    await runner.query(`
      CREATE INDEX survey_created ON atrium.survey (tenant_id, created_at, id);
      CREATE INDEX survey_sort ON atrium.survey (tenant_id, sort_key, id);
      CREATE INDEX survey_of_template ON atrium.survey (tenant_id, template_id, id);
      CREATE INDEX survey_of_segment ON atrium.survey (tenant_id, segment_id) WHERE segment_id IS NOT NULL;
      CREATE INDEX survey_of_trigger ON atrium.survey (tenant_id, trigger_name) WHERE state = 'OPEN';
    `);
  }

  private async invitations(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.survey_invitation',
      retention: { kind: 'SURVEY_INVITATIONS' },
      hasParent: true,
      secret: ['token_hash'],
      columns: `
        ${SURVEY('survey_invitation')},
        customer_id uuid,
        staff_id uuid,
        unit_id uuid,
        ${STRATA_COLUMNS},
        occasion text COLLATE "C" NOT NULL,
        rated_staff_id uuid,
        token_hash text COLLATE "C" NOT NULL,
        expires_at timestamptz NOT NULL,
        is_answered boolean NOT NULL DEFAULT false,
        CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
        CONSTRAINT survey_invitation_token_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT survey_invitation_customer_once UNIQUE (tenant_id, survey_id, customer_id, occasion),
        CONSTRAINT survey_invitation_staff_once UNIQUE (tenant_id, survey_id, staff_id, occasion),
        CONSTRAINT survey_invitation_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT survey_invitation_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT survey_invitation_rated_fkey FOREIGN KEY (tenant_id, rated_staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (rated_staff_id),
        ${COMMUNITY('survey_invitation')}`,
      scope: 'community_id',
      unaudited:
        'nobody invites anybody by hand: the survey says who was asked and by what rule; answering is no change of staff',
    });
    await runner.query(`
      CREATE INDEX survey_invitation_fatigue ON atrium.survey_invitation (tenant_id, customer_id, created_at);
      CREATE INDEX survey_invitation_staff_fatigue ON atrium.survey_invitation (tenant_id, staff_id, created_at)
        WHERE staff_id IS NOT NULL;
      CREATE INDEX survey_invitation_of_survey ON atrium.survey_invitation (tenant_id, survey_id, id);
      CREATE INDEX survey_invitation_rated ON atrium.survey_invitation (tenant_id, rated_staff_id, survey_id)
        WHERE rated_staff_id IS NOT NULL;
    `);
  }

  private async answers(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.survey_sealed_answer',
      retention: { kind: 'SURVEY_ANSWERS' },
      hasParent: true,
      notExported: 'sealed until enough others are there; then they are answers like others',
      columns: `
        ${SURVEY('survey_sealed_answer')},
        sealed text NOT NULL`,
      scope: 'none', // nobody can read it, and it names no community
      unaudited: 'answers to anonymous surveys on their way',
    });
    await createTenantTable(runner, {
      table: 'atrium.survey_response',
      retention: { kind: 'SURVEY_ANSWERS' },
      hasParent: true,
      onCustomerErased: { set: { texts: `'{}'` } },
      columns: `
        ${SURVEY('survey_response')},
        template_version_id uuid NOT NULL,
        invitation_id uuid,
        customer_id uuid,
        staff_id uuid,
        unit_id uuid,
        rated_staff_id uuid,
        ${STRATA_COLUMNS},
        occasion text COLLATE "C",
        answered_on date NOT NULL,
        answered_at timestamptz,
        answers jsonb NOT NULL,
        texts jsonb NOT NULL DEFAULT '{}',
        is_low boolean NOT NULL,
        follow_up_type text COLLATE "C",
        follow_up_id uuid,
        CHECK ((follow_up_type IS NULL) = (follow_up_id IS NULL)),
        CONSTRAINT survey_response_version_fkey FOREIGN KEY (tenant_id, template_version_id)
          REFERENCES atrium.survey_template_version (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT survey_response_invitation_key UNIQUE (tenant_id, invitation_id),
        CONSTRAINT survey_response_invitation_fkey FOREIGN KEY (tenant_id, invitation_id)
          REFERENCES atrium.survey_invitation (tenant_id, id) ON DELETE SET NULL (invitation_id),
        CONSTRAINT survey_response_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE SET NULL (customer_id),
        CONSTRAINT survey_response_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (staff_id),
        CONSTRAINT survey_response_rated_fkey FOREIGN KEY (tenant_id, rated_staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (rated_staff_id),
        ${COMMUNITY('survey_response')}`,
      scope: 'community_id',
      unaudited: 'answers come from those who are asked, never from staff; a log of them would tell who and when',
    });
    await runner.query(`
      CREATE INDEX survey_sealed_answer_survey ON atrium.survey_sealed_answer (tenant_id, survey_id);
      CREATE INDEX survey_response_day ON atrium.survey_response (tenant_id, answered_on, id);
      CREATE INDEX survey_response_of_survey ON atrium.survey_response (tenant_id, survey_id, answered_on, id);
      CREATE INDEX survey_response_customer ON atrium.survey_response (tenant_id, customer_id, answered_at, id)
        WHERE customer_id IS NOT NULL;
      CREATE INDEX survey_response_low ON atrium.survey_response (tenant_id, answered_on, id) WHERE is_low;
    `);
  }

  private async figures(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.survey_waiting_score',
      retention: { kept: 'it goes into a figure, or with its survey; no person is named' },
      hasParent: true,
      notExported: 'scores that wait for others, to be told together',
      columns: `
        ${SURVEY('survey_waiting_score')},
        item text COLLATE "C" NOT NULL,
        score text COLLATE "C" NOT NULL,
        ${STRATA_COLUMNS},
        ${COMMUNITY('survey_waiting_score')}`,
      scope: 'community_id',
      unaudited: 'parts of answers on their way into figures',
    });
    await createTenantTable(runner, {
      table: 'atrium.survey_cell',
      retention: { kept: 'figures of groups that are large enough; no person is in them' },
      hasParent: true,
      columns: `
        ${SURVEY('survey_cell')},
        template_id uuid NOT NULL,
        item text COLLATE "C" NOT NULL,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        ${STRATA_COLUMNS},
        respondents integer NOT NULL CHECK (respondents > 0),
        scores jsonb NOT NULL,
        CONSTRAINT survey_cell_template_fkey FOREIGN KEY (tenant_id, template_id)
          REFERENCES atrium.survey_template (tenant_id, id) ON DELETE NO ACTION,
        ${COMMUNITY('survey_cell')}`,
      scope: 'community_id',
      unaudited: 'figures that follow from answers',
    });
    await createTenantTable(runner, {
      table: 'atrium.survey_benchmark',
      retention: { kept: 'figures of the industry, entered by hand' },
      columns: `
        dimension text COLLATE "C" NOT NULL CHECK (dimension IN ('PERCEIVED_QUALITY', 'BRAND_IMAGE', 'EXPECTATION',
          'PERCEIVED_VALUE', 'SATISFACTION', 'LOYALTY', 'NPS')),
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        value numeric(6,2) NOT NULL CHECK (value BETWEEN -100 AND 100),
        source text NOT NULL,
        source_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(source)) STORED,
        sample_size integer CHECK (sample_size > 0),
        CONSTRAINT survey_benchmark_once UNIQUE (tenant_id, dimension, month, source_lower)`,
      scope: 'none', // published figures of others
    });
    await runner.query(`
      CREATE INDEX survey_waiting_score_item ON atrium.survey_waiting_score (tenant_id, survey_id, item);
      CREATE INDEX survey_cell_of_template ON atrium.survey_cell (tenant_id, template_id, month, item);
      CREATE INDEX survey_cell_of_survey ON atrium.survey_cell (tenant_id, survey_id);
      CREATE INDEX survey_benchmark_month ON atrium.survey_benchmark (tenant_id, month, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.survey_benchmark, atrium.survey_cell, atrium.survey_waiting_score, atrium.survey_response,
        atrium.survey_sealed_answer, atrium.survey_invitation, atrium.survey_settings, atrium.survey,
        atrium.survey_template_version, atrium.survey_template;
      DROP FUNCTION app.keep_published_survey();
    `);
  }
}
