import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors of staff, what a company demands of signing in, and how far a role may make amends by itself. */
export class SecondFactor1700000120100 implements MigrationInterface {
  readonly name = 'SecondFactor1700000120100';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.staff_totp',
      columns: `
        staff_id uuid NOT NULL,
        secret text NOT NULL,
        confirmed_at timestamptz,
        last_step bigint,
        CONSTRAINT staff_totp_staff_key UNIQUE (tenant_id, staff_id),
        CONSTRAINT staff_totp_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // reached by whose it is alone
      redact: ['secret', 'last_step'],
    });
    await createTenantTable(runner, {
      table: 'atrium.staff_recovery_code',
      columns: `
        staff_id uuid NOT NULL,
        code_hash text COLLATE "C" NOT NULL,
        used_at timestamptz,
        CONSTRAINT staff_recovery_code_key UNIQUE (tenant_id, staff_id, code_hash),
        CONSTRAINT staff_recovery_code_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // as the second factor
      redact: ['code_hash'],
    });
    await createTenantTable(runner, {
      table: 'atrium.sign_in_rules',
      // A company without a row has the defaults.
      columns: `
        second_factor text COLLATE "C" NOT NULL DEFAULT 'OPTIONAL' CHECK (second_factor IN ('OPTIONAL', 'REQUIRED')),
        password_sign_in boolean NOT NULL DEFAULT true,
        CONSTRAINT sign_in_rules_once UNIQUE (tenant_id)`,
      versioned: true,
      scope: 'none', // the whole company's
    });
    await runner.query(`
      ALTER TABLE atrium.role
        ADD second_factor_required boolean NOT NULL DEFAULT false,
        -- In the smallest unit of the company's currency; null: may promise nothing.
        ADD compensation_per_ticket bigint CHECK (compensation_per_ticket > 0),
        ADD compensation_per_month bigint CHECK (compensation_per_month > 0),
        ADD CONSTRAINT role_compensation CHECK
          ((compensation_per_ticket IS NULL) = (compensation_per_month IS NULL)
           AND (compensation_per_ticket IS NULL OR compensation_per_ticket <= compensation_per_month));
      ALTER TABLE atrium.staff_token
        DROP CONSTRAINT staff_token_purpose_check,
        ADD CONSTRAINT staff_token_purpose_check CHECK (purpose IN ('INVITATION', 'PASSWORD_RESET', 'SECOND_FACTOR'));
      ALTER TABLE atrium.staff_session
        DROP CONSTRAINT staff_session_revoked_reason_check,
        ADD CONSTRAINT staff_session_revoked_reason_check CHECK (revoked_reason IN
          ('SIGNED_OUT', 'REVOKED', 'REVOKED_BY_COLLEAGUE', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'ACCOUNT_DISABLED',
           'SECOND_FACTOR_RESET')),
        ADD method text NOT NULL DEFAULT 'PASSWORD' CHECK (method IN ('PASSWORD', 'PASSWORD_AND_CODE', 'SINGLE_SIGN_ON'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.sign_in_rules, atrium.staff_recovery_code, atrium.staff_totp;
      ALTER TABLE atrium.staff_session DROP method;
      ALTER TABLE atrium.role DROP second_factor_required, DROP compensation_per_ticket CASCADE,
        DROP compensation_per_month CASCADE`);
  }
}
