import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { context } from '../context/context';
import { notFound, staleVersion } from '../errors/atrium-error';

/**
 * Changes one row made from version `version` of it. `NOT_FOUND` when the caller sees no such row, `CONFLICT` with
 * the current version when somebody else was faster. `patch` fields that are undefined stay as they are.
 */
export async function updateVersioned<E extends ObjectLiteral & { id: string; version: number }>(
  target: EntityTarget<E>,
  what: string,
  id: string,
  version: number,
  patch: Partial<E>,
): Promise<void> {
  const { db } = context();
  const repository = await db.repository(target);
  const set = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const result = await repository
    .createQueryBuilder()
    .update()
    .set({ ...set, version: () => 'version + 1', updatedAt: () => 'now()' } as never)
    .where('id = :id AND version = :version', { id, version })
    .execute();
  if (result.affected === 1) return;
  const current = await repository
    .createQueryBuilder('t')
    .select('t.version', 'version')
    .where('t.id = :id', { id })
    .getRawOne<{ version: number }>();
  if (!current) throw notFound(what);
  throw staleVersion(version, current.version);
}
