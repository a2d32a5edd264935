import { currentTenant, db, type Events, recordset } from '@atrium/sdk';
import { propertyEvents } from '../property.events';
import { refuse } from './inputs';
import { type BuildingPlace, sortKeyIn } from './place-keys';
import { movedUnitCode, unitCodeProblem, withoutSection } from './unit-code';

/**
 * After a section was renamed: the codes of its units that begin with it. Otherwise an import that names the section as
 * it is now would make each of its doors once more, and a new section of the old name would find its codes taken.
 */
export async function recodeUnits(
  section: { readonly id: string; readonly code: string },
  from: string,
  building: BuildingPlace,
  events: Events,
): Promise<void> {
  const units = await db().query<{ id: string; code: string }>(
    'SELECT id, code FROM atrium.unit WHERE section_id = $1 ORDER BY id FOR NO KEY UPDATE',
    [section.id],
  );
  const { locale } = currentTenant();
  const changed = units
    .filter(({ code }) => withoutSection(from, code) !== null)
    .map((unit) => ({ ...unit, next: movedUnitCode(unit.code, from, section.code) }))
    .filter(({ code, next }) => code !== next);
  if (changed.length === 0) return;
  refuse(
    changed
      .map(({ next }) => unitCodeProblem('code', next))
      .filter((problem) => problem !== null)
      .slice(0, 1),
  );
  await db().execute(
    `UPDATE atrium.unit u SET code = r.code, sort_key = r.sort_key, version = u.version + 1, updated_at = now()
     FROM ${recordset('r', { id: 'uuid', code: 'text', sort_key: 'text' })} WHERE u.id = r.id`,
    [JSON.stringify(changed.map(({ id, next }) => ({ id, code: next, sort_key: sortKeyIn(building, next, locale) })))],
  );
  await events.emitAll(
    propertyEvents.unitUpdated,
    changed.map(({ id }) => ({ aggregateId: id, payload: { unitId: id } })),
  );
}
