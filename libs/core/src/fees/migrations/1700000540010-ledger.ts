import { createTenantTable, SCOPE_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CHARGE_RULES, POSTING_RULES } from './ledger-functions';

const books = 'books: the law asks for 30 years of ledgers, and balances rest on every posting';

export const ACCOUNT_KINDS = [
  ...['RECEIVABLE', 'CONTRACT_LIABILITY', 'PREPAID', 'DEPOSIT', 'COLLECTED_FOR_OTHERS', 'OWNERS_INCOME', 'CASH'],
  ...['REVENUE', 'LATE_FEE', 'COSTS', 'DISCOUNT', 'TAX', 'BAD_DEBT', 'ROUNDING', 'OPENING', 'COMPENSATION'],
] as const;
export const JOURNAL_KINDS = [
  ...['BILLING', 'VOID', 'OPENING', 'ADJUSTMENT', 'WRITE_OFF', 'RECOVERY', 'LATE_FEE', 'WAIVER', 'COSTS'],
  ...['PAYMENT', 'PREPAID_USE', 'REFUND', 'REVERSAL', 'RECOGNITION', 'DEPOSIT', 'TRANSFER', 'COMPENSATION'],
] as const;
const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/**
 * The ledger: accounts, months, journals, postings and what is kept in step with them; billing runs and charges.
 *
 * A posting is a pair: its amount is debited to one account and credited to another, the tax in it to that of taxes, so
 * no journal can be out of balance. What was posted wrongly is posted again below zero (红冲). Nobody may change or
 * delete a posting, the owner included. Totals, what is due of a charge and prepaid balances are written by the
 * statement trigger of postings alone.
 */
export class Ledger1700000540010 implements MigrationInterface {
  readonly name = 'Ledger1700000540010';

  async up(runner: QueryRunner): Promise<void> {
    await this.accounts(runner);
    await this.sharedCosts(runner);
    await this.charges(runner);
    await this.postings(runner);
    await this.balances(runner);
    await runner.query(CHARGE_RULES);
    await runner.query(POSTING_RULES);
  }

  private async accounts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_account',
      accounting: true,
      retention: { kept: books },
      columns: `
        kind text COLLATE "C" NOT NULL CHECK (kind IN (${list(ACCOUNT_KINDS)})),
        fee_item_id uuid,
        method text COLLATE "C",
        code text COLLATE "C" NOT NULL,
        CHECK (method IS NULL OR kind = 'CASH'),
        CONSTRAINT fee_account_code_key UNIQUE (tenant_id, code),
        CONSTRAINT fee_account_kind_key UNIQUE NULLS NOT DISTINCT (tenant_id, kind, fee_item_id, method),
        CONSTRAINT fee_account_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
          REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION`,
      // One chart serves all communities of a company.
      scope: 'none',
      rights: 'append',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_period',
      versioned: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        state text COLLATE "C" NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED', 'REOPENING')),
        closed_at timestamptz,
        closed_by uuid,
        reopen_reason text,
        reopen_asked_by uuid,
        CHECK ((state = 'REOPENING') <= (reopen_reason IS NOT NULL)),
        CONSTRAINT fee_period_month_key UNIQUE (tenant_id, month)`,
      // A month is closed for the whole company.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_journal',
      accounting: true,
      retention: { kept: books },
      columns: `
        kind text COLLATE "C" NOT NULL CHECK (kind IN (${list(JOURNAL_KINDS)})),
        booked_on date NOT NULL,
        source_id uuid,
        memo text,
        actor_id uuid,
        approver_id uuid`,
      // A run's journal is about many communities: who sees which postings, the postings say.
      scope: 'none',
      rights: 'append',
    });
    await runner.query(`
      CREATE INDEX fee_account_item ON atrium.fee_account (tenant_id, fee_item_id) WHERE fee_item_id IS NOT NULL;
      CREATE INDEX fee_journal_day ON atrium.fee_journal (tenant_id, booked_on, id);
      CREATE INDEX fee_journal_source ON atrium.fee_journal (tenant_id, source_id) WHERE source_id IS NOT NULL;
    `);
  }

  private async sharedCosts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_shared_cost',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        community_id uuid NOT NULL,
        fee_item_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        note text,
        CHECK (ends_on > starts_on),
        CONSTRAINT fee_shared_cost_day_key UNIQUE (tenant_id, community_id, fee_item_id, starts_on),
        CONSTRAINT fee_shared_cost_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
          REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_shared_cost_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'append',
    });
    await runner.query(`
      CREATE INDEX fee_shared_cost_start ON atrium.fee_shared_cost (tenant_id, starts_on, id);
    `);
  }

  private async charges(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.billing_run',
      versioned: true,
      accounting: { without: ['actor'] },
      retention: { kept: books },
      // communities: null for all of the company's, which only somebody who sees all of them can ask for.
      columns: `
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        billed_on date NOT NULL,
        communities uuid[],
        fee_items uuid[],
        state text COLLATE "C" NOT NULL CHECK (state IN
          ('PREVIEWING', 'PREVIEWED', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
        checkpoint uuid,
        done integer NOT NULL DEFAULT 0,
        total integer,
        charges integer NOT NULL DEFAULT 0,
        amount bigint NOT NULL DEFAULT 0,
        skipped integer NOT NULL DEFAULT 0,
        faults integer NOT NULL DEFAULT 0,
        cancel_requested boolean NOT NULL DEFAULT false,
        failure text,
        actor jsonb NOT NULL,
        started_at timestamptz,
        finished_at timestamptz`,
      scope: { using: `communities <@ ${SCOPE_IDS}`, checked: true },
    });
    await createTenantTable(runner, {
      table: 'atrium.billing_skip',
      hasParent: true,
      retention: { kept: 'it tells why somebody was not charged in a run of the books' },
      columns: `
        community_id uuid NOT NULL,
        run_id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        reason text COLLATE "C" NOT NULL,
        starts_on date,
        ends_on date,
        message jsonb,
        CONSTRAINT billing_skip_run_fkey FOREIGN KEY (tenant_id, run_id)
          REFERENCES atrium.billing_run (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
      unaudited: 'what a run answered: the run says by whom and when',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_charge',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      // customer_id is who pays. lines: frozen, with their traces. What is due follows the postings.
      columns: `
        community_id uuid NOT NULL,
        assignment_id uuid,
        fee_item_id uuid NOT NULL,
        unit_id uuid,
        customer_id uuid NOT NULL,
        joint_debtor_ids uuid[] NOT NULL DEFAULT '{}',
        run_id uuid,
        corrects_id uuid,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('REGULAR', 'CORRECTION', 'OPENING', 'SERVICE')),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        due_on date NOT NULL,
        billed_on date NOT NULL,
        currency text COLLATE "C" NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        tax bigint NOT NULL CHECK (tax >= 0 AND tax <= amount),
        lines json NOT NULL,
        external_id text COLLATE "C",
        principal_due bigint NOT NULL CHECK (principal_due >= 0),
        late_fee_due bigint NOT NULL DEFAULT 0 CHECK (late_fee_due >= 0),
        costs_due bigint NOT NULL DEFAULT 0 CHECK (costs_due >= 0),
        late_fee_posted bigint NOT NULL DEFAULT 0,
        voided_at timestamptz,
        CONSTRAINT fee_charge_days CHECK (ends_on > starts_on),
        CONSTRAINT fee_charge_assignment_fkey FOREIGN KEY (tenant_id, assignment_id, fee_item_id, unit_id, community_id)
          REFERENCES atrium.fee_assignment (tenant_id, id, fee_item_id, unit_id, community_id) ON DELETE NO ACTION,
        CONSTRAINT fee_charge_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      rights: 'append',
      onCustomerErased: 'keep',
      unaudited: 'its rows never change but for what is due, which follows the postings; runs and journals are audited',
    });
    await runner.query(`
      CREATE INDEX billing_run_created ON atrium.billing_run (tenant_id, created_at, id);
      CREATE INDEX billing_run_state ON atrium.billing_run (tenant_id, state, id);
      CREATE INDEX billing_skip_run ON atrium.billing_skip (tenant_id, run_id, id);
      CREATE UNIQUE INDEX fee_charge_live ON atrium.fee_charge (tenant_id, assignment_id, kind, starts_on, customer_id)
        WHERE voided_at IS NULL AND assignment_id IS NOT NULL;
      CREATE INDEX fee_charge_customer ON atrium.fee_charge (tenant_id, customer_id, due_on, id);
      CREATE INDEX fee_charge_due ON atrium.fee_charge (tenant_id, due_on, id);
      CREATE INDEX fee_charge_corrects ON atrium.fee_charge (tenant_id, corrects_id) WHERE corrects_id IS NOT NULL;
      CREATE UNIQUE INDEX fee_charge_external_id_key ON atrium.fee_charge (tenant_id, external_id)
        WHERE external_id IS NOT NULL;
    `);
  }

  private async postings(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_posting',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        journal_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL,
        community_id uuid NOT NULL,
        booked_on date NOT NULL,
        value_on date NOT NULL,
        debit_id uuid NOT NULL,
        credit_id uuid NOT NULL,
        amount bigint NOT NULL CHECK (amount <> 0),
        tax bigint NOT NULL DEFAULT 0,
        charge_id uuid,
        component text COLLATE "C" CHECK (component IN ('PRINCIPAL', 'LATE_FEE', 'COSTS')),
        customer_id uuid,
        fee_item_id uuid,
        CHECK (debit_id <> credit_id),
        CHECK (tax = 0 OR (sign(tax) = sign(amount) AND abs(tax) <= abs(amount))),
        CHECK ((charge_id IS NULL) = (component IS NULL)),
        CONSTRAINT fee_posting_journal_fkey FOREIGN KEY (tenant_id, journal_id)
          REFERENCES atrium.fee_journal (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      rights: 'append',
      unaudited: 'it is a log that only grows: its journal says by whom, when and why',
    });
    await runner.query(`
      CREATE INDEX fee_posting_journal ON atrium.fee_posting (tenant_id, journal_id);
      CREATE INDEX fee_posting_charge ON atrium.fee_posting (tenant_id, charge_id) WHERE charge_id IS NOT NULL;
    `);
  }

  private async balances(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_account_total',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        account_id uuid NOT NULL,
        community_id uuid NOT NULL,
        month date NOT NULL,
        debit bigint NOT NULL,
        credit bigint NOT NULL,
        CONSTRAINT fee_account_total_key UNIQUE (tenant_id, account_id, month, community_id),
        CONSTRAINT fee_account_total_account_fkey FOREIGN KEY (tenant_id, account_id)
          REFERENCES atrium.fee_account (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'read',
      unaudited: 'derived from the postings and compared with them',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_prepaid',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        customer_id uuid NOT NULL,
        fee_item_id uuid,
        balance bigint NOT NULL CONSTRAINT fee_prepaid_not_below_zero CHECK (balance >= 0),
        CONSTRAINT fee_prepaid_key UNIQUE NULLS NOT DISTINCT (tenant_id, customer_id, fee_item_id),
        CONSTRAINT fee_prepaid_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: {
        using: `EXISTS (SELECT FROM atrium.customer c WHERE c.tenant_id = fee_prepaid.tenant_id AND c.id = fee_prepaid.customer_id)`,
      },
      customer: 'customer_id',
      rights: 'read',
      onCustomerErased: 'keep',
      unaudited: 'derived from the postings and compared with them',
    });
    await runner.query(`
      CREATE INDEX fee_account_total_month ON atrium.fee_account_total (tenant_id, month, account_id);
      CREATE INDEX fee_prepaid_balance ON atrium.fee_prepaid (tenant_id, customer_id) WHERE balance > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.fee_prepaid, atrium.fee_account_total, atrium.fee_posting, atrium.fee_charge,
        atrium.billing_skip, atrium.billing_run, atrium.fee_journal, atrium.fee_shared_cost, atrium.fee_period, atrium.fee_account;
      DROP FUNCTION app.check_fee_charges, app.refuse_fee_change, app.post_fees;
    `);
  }
}
