import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that every unit and section of an import refers to. */
const KEYS = [
  ['atrium.building', 'building_community_key', 'tenant_id, community_id, id'],
  ['atrium.section', 'section_building_key', 'tenant_id, building_id, id'],
] as const;

/**
 * Of indexes that look alike the planner takes the one made last, and in a table of some hundred rows all look alike that
 * begin with `tenant_id`. The plan that checks a reference is made once and kept: each unit of an import then looked for
 * its building by an index of postcodes, past all buildings of the company. So the keys are made last.
 */
export class KeysLast1700000500010 implements MigrationInterface {
  readonly name = 'KeysLast1700000500010';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, key, columns] of KEYS) {
      const references = (await runner.query(
        `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS made
         FROM pg_constraint WHERE contype = 'f' AND conindid = 'atrium.${key}'::regclass ORDER BY oid`,
      )) as { made: string }[];
      await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${key} CASCADE`);
      await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${key} UNIQUE (${columns})`);
      for (const { made } of references) await runner.query(made);
    }
  }

  /** Nothing to undo: the keys are the same. */
  async down(): Promise<void> {}
}
