import type { MigrationClass } from './data-source';
import { Foundation1700000000000 } from './migrations/1700000000000-foundation';

/** Migrations of the platform's own tables; contexts bring theirs. */
export const platformMigrations: readonly MigrationClass[] = [Foundation1700000000000];
