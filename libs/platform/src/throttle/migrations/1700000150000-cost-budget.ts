import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is left of the budgets of a company and of its API clients, for all processes. */
export class CostBudget1700000150000 implements MigrationInterface {
  readonly name = 'CostBudget1700000150000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.cost_budget',
      columns: `
        subject text COLLATE "C" NOT NULL CHECK (length(subject) <= 100),
        points double precision NOT NULL,
        at timestamptz NOT NULL,
        -- What the last call took: an upsert answers only what it has written.
        granted double precision NOT NULL,
        CONSTRAINT cost_budget_once UNIQUE (tenant_id, subject)`,
      // A budget of the whole company.
      scope: 'none',
      unaudited: 'it changes many times a second and is nobody’s data',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.cost_budget');
  }
}
