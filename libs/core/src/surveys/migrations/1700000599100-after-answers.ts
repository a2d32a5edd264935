import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of an answer by itself (how content, would they recommend), which segments ask; answers found by what deals
 * with them; and how many were invited of whom no row is left.
 */
export class AfterAnswers1700000599100 implements MigrationInterface {
  readonly name = 'AfterAnswers1700000599100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.survey_response
        ADD satisfaction numeric(5,2) CHECK (satisfaction BETWEEN 0 AND 100),
        ADD recommendation numeric(4,2) CHECK (recommendation BETWEEN 0 AND 10);
      CREATE INDEX survey_response_follow_up ON atrium.survey_response (tenant_id, follow_up_id)
        WHERE follow_up_id IS NOT NULL;
      ALTER TABLE atrium.survey
        ADD past_invited_count integer NOT NULL DEFAULT 0,
        ADD past_answered_count integer NOT NULL DEFAULT 0;

      -- Invitations go with their customer and by their term: how many there were is a figure, and stays.
      CREATE FUNCTION app.count_past_invitations() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF app.is_erasing() THEN RETURN NULL; END IF;
        UPDATE atrium.survey s SET past_invited_count = s.past_invited_count + g.invited,
          past_answered_count = s.past_answered_count + g.answered
        FROM (SELECT tenant_id, survey_id, count(*) AS invited, count(*) FILTER (WHERE is_answered) AS answered
              FROM gone GROUP BY 1, 2) g
        WHERE s.tenant_id = g.tenant_id AND s.id = g.survey_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER count_past AFTER DELETE ON atrium.survey_invitation REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION app.count_past_invitations();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER count_past ON atrium.survey_invitation;
      DROP FUNCTION app.count_past_invitations();
      ALTER TABLE atrium.survey DROP past_invited_count, DROP past_answered_count;
      DROP INDEX atrium.survey_response_follow_up;
      ALTER TABLE atrium.survey_response DROP satisfaction, DROP recommendation;
    `);
  }
}
