import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A company's own identity provider, whom its subjects stand for, and sign-ins that are under way there. */
export class SingleSignOn1700000120200 implements MigrationInterface {
  readonly name = 'SingleSignOn1700000120200';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.identity_provider',
      columns: `
        issuer text NOT NULL,
        client_id text NOT NULL,
        client_secret text NOT NULL,
        return_urls text[] NOT NULL,
        enabled boolean NOT NULL,
        CONSTRAINT identity_provider_once UNIQUE (tenant_id)`,
      versioned: true,
      scope: 'none', // the whole company's
      redact: ['client_secret'],
    });
    await createTenantTable(runner, {
      table: 'atrium.staff_identity',
      columns: `
        staff_id uuid NOT NULL,
        issuer text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        CONSTRAINT staff_identity_subject_key UNIQUE (tenant_id, issuer, subject),
        CONSTRAINT staff_identity_staff_key UNIQUE (tenant_id, staff_id, issuer),
        CONSTRAINT staff_identity_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // as its staff
    });
    await createTenantTable(runner, {
      table: 'atrium.single_sign_on_attempt',
      columns: `
        state_hash text COLLATE "C" NOT NULL,
        browser_hash text NOT NULL,
        nonce text NOT NULL,
        code_verifier text NOT NULL,
        return_url text NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT single_sign_on_attempt_state_key UNIQUE (tenant_id, state_hash)`,
      scope: 'none', // found by its hash alone
      unaudited: 'sign-ins under way, by people who are not known yet',
    });
    await runner.query(`
      CREATE INDEX single_sign_on_attempt_end ON atrium.single_sign_on_attempt (tenant_id, expires_at);
      ALTER TABLE atrium.staff_token
        DROP CONSTRAINT staff_token_purpose_check,
        ADD CONSTRAINT staff_token_purpose_check CHECK
          (purpose IN ('INVITATION', 'PASSWORD_RESET', 'SECOND_FACTOR', 'SINGLE_SIGN_ON'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.single_sign_on_attempt, atrium.staff_identity, atrium.identity_provider');
  }
}
