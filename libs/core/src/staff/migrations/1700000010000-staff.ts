import { createTenantTable, READY_ROLES } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const readyRoles = READY_ROLES.map((role) => `'${role}'`).join(', ');

/** Staff, their roles, sessions and one-time tokens. None of it lies below a community: the directory is the company's. */
export class Staff1700000010000 implements MigrationInterface {
  readonly name = 'Staff1700000010000';

  async up(runner: QueryRunner): Promise<void> {
    await this.staff(runner);
    await this.roles(runner);
    await this.sessions(runner);
    await this.signIn(runner);
  }

  private async staff(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.staff',
      columns: `
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        employee_number text COLLATE "C",
        external_id text COLLATE "C",
        email text NOT NULL,
        email_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(email)) STORED,
        phone text,
        locale text CHECK (locale IN ('zh-CN', 'en')),
        status text COLLATE "C" NOT NULL DEFAULT 'INVITED' CHECK (status IN ('INVITED', 'ACTIVE', 'DISABLED')),
        data_scope text COLLATE "C" NOT NULL DEFAULT 'ALL' CHECK (data_scope IN ('ALL', 'COMMUNITIES')),
        password_hash text,
        CONSTRAINT staff_email_key UNIQUE (tenant_id, email_lower),
        CONSTRAINT staff_employee_number_key UNIQUE (tenant_id, employee_number),
        CONSTRAINT staff_external_id_key UNIQUE (tenant_id, external_id)`,
      versioned: true,
      scope: 'none', // colleagues are known across communities; who may do what to them is checked by rank
      redact: ['password_hash'],
    });
    await runner.query(`
      CREATE INDEX staff_sort ON atrium.staff (tenant_id, sort_key, id);
      CREATE INDEX staff_status ON atrium.staff (tenant_id, status, id);
      CREATE INDEX staff_created ON atrium.staff (tenant_id, created_at, id);
    `);
  }

  private async roles(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.role',
      // A role holds what its ready-made kind gives, less what is withheld, and what is granted besides: so a new
      // release's permissions reach the ready-made roles without touching what a tenant has changed in them.
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        description text,
        ready_key text COLLATE "C" CHECK (ready_key IN (${readyRoles})),
        granted text[] NOT NULL DEFAULT '{}',
        withheld text[] NOT NULL DEFAULT '{}',
        CONSTRAINT role_name_key UNIQUE (tenant_id, name_lower),
        CONSTRAINT role_ready_key UNIQUE (tenant_id, ready_key),
        CHECK (ready_key IS NOT NULL OR withheld = '{}'),
        CHECK (ready_key <> 'ADMIN' OR (granted = '{}' AND withheld = '{}'))`,
      versioned: true,
      scope: 'none', // roles are the company's
    });
    await createTenantTable(runner, {
      table: 'atrium.staff_role',
      columns: `
        staff_id uuid NOT NULL,
        role_id uuid NOT NULL,
        CONSTRAINT staff_role_once UNIQUE (tenant_id, staff_id, role_id),
        CONSTRAINT staff_role_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT staff_role_role_fkey FOREIGN KEY (tenant_id, role_id)
          REFERENCES atrium.role (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'none', // as its staff
    });
    await runner.query(`
      CREATE INDEX role_sort ON atrium.role (tenant_id, sort_key, id);
      CREATE INDEX staff_role_role ON atrium.staff_role (tenant_id, role_id, staff_id);
    `);
  }

  private async sessions(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.staff_session',
      columns: `
        staff_id uuid NOT NULL,
        ip text,
        client text,
        revoked_at timestamptz,
        revoked_reason text CHECK (revoked_reason IN
          ('SIGNED_OUT', 'REVOKED', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'ACCOUNT_DISABLED')),
        CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
        CONSTRAINT staff_session_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // read by its owner alone
    });
    await createTenantTable(runner, {
      table: 'atrium.refresh_token',
      columns: `
        session_id uuid NOT NULL,
        token_hash text COLLATE "C" NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT refresh_token_hash_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT refresh_token_session_fkey FOREIGN KEY (tenant_id, session_id)
          REFERENCES atrium.staff_session (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // found by its hash alone
      unaudited: 'replaced every few minutes; the beginning and the end of its session are audited',
    });
    await runner.query(`
      CREATE INDEX staff_session_staff ON atrium.staff_session (tenant_id, staff_id, created_at, id);
      CREATE INDEX refresh_token_session ON atrium.refresh_token (tenant_id, session_id, expires_at);
    `);
  }

  private async signIn(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.staff_token',
      columns: `
        staff_id uuid NOT NULL,
        purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('INVITATION', 'PASSWORD_RESET')),
        token_hash text COLLATE "C" NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT staff_token_hash_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT staff_token_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // found by its hash alone
      redact: ['token_hash'],
    });
    await createTenantTable(runner, {
      table: 'atrium.sign_in_throttle',
      columns: `
        subject text COLLATE "C" NOT NULL,
        failures integer NOT NULL,
        last_at timestamptz NOT NULL,
        locked_until timestamptz,
        CONSTRAINT sign_in_throttle_subject_key UNIQUE (tenant_id, subject)`,
      scope: 'none', // no actor reads it
      unaudited: 'counts attempts of people who are not known yet',
    });
    await runner.query(`
      CREATE INDEX staff_token_staff ON atrium.staff_token (tenant_id, staff_id, purpose, created_at);
      CREATE INDEX sign_in_throttle_last ON atrium.sign_in_throttle (tenant_id, last_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.sign_in_throttle, atrium.staff_token, atrium.refresh_token, atrium.staff_session,
        atrium.staff_role, atrium.role, atrium.staff`);
  }
}
