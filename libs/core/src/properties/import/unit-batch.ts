import { setImmediate as turn } from 'node:timers/promises';
import { currentTenant, db, type Events, newId, type TenantRef, together } from '@atrium/sdk';
import type { RuleProblem } from '../place/area.policy';
import { type BuildingPlace, KEY_SEPARATOR, ownSortKey, unitTokens, unitWords } from '../place/place-keys';
import { unitCodeIn, withoutSection } from '../place/unit-code';
import { UnitState, UnitUsage } from '../unit/unit.type';
import { propertyEvents } from '../property.events';
import { propertyMessages } from '../properties.messages';
import { importMessages } from './import.messages';
import { decimal, type UnitRow } from './rows';
import { SectionBatch } from './section-batch';
import { FIND, FIND_DOORS, INSERT, UPDATE } from './unit-statements';

export type UnitProblem = RuleProblem<'unit' | 'externalId' | 'netArea'>;

interface Values {
  code: string;
  section_id: string | null;
  usage: string;
  state: string;
  gross_area: string | null;
  net_area: string | null;
  floor: number | null;
  handed_over_on: string | null;
  external_id: string | null;
}
interface Stored extends Values {
  id: string;
  building_id: string;
  section: string | null;
}

/** A unit that a row makes or changes. */
export interface UnitPlan {
  readonly id: string;
  readonly row: UnitRow;
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  readonly next: Values;
  readonly section: string | null;
}

const EMPTY: Values = {
  code: '',
  section_id: null,
  usage: UnitUsage.RESIDENTIAL,
  state: UnitState.VACANT,
  gross_area: null,
  net_area: null,
  floor: null,
  handed_over_on: null,
  external_id: null,
};

/** Rows of a batch that are sent ahead of the others. */
const FIRST_ROWS = 200;

const keyOf = (buildingId: string, code: string): string => `${buildingId} ${code}`;

/** The units that a batch of rows is about: found with two or three statements, written with three. */
export class UnitBatch {
  private readonly byCode = new Map<string, Stored>();
  private readonly byExternalId = new Map<string, Stored>();
  /** Keys taken by rows of this batch, with the index of the row. */
  private readonly codes = new Map<string, number>();
  private readonly externalIds = new Map<string, number>();
  private readonly matched = new Map<string, number>();

  private constructor(private readonly sections: SectionBatch) {}

  /** @param empty buildings that are yet to be made: nothing is looked for in them */
  static async load(rows: readonly UnitRow[], empty: ReadonlySet<string> = new Set()): Promise<UnitBatch> {
    const inside = rows.filter(({ buildingId }) => !empty.has(buildingId));
    const named = inside.flatMap(({ buildingId, section }) => (section == null ? [] : [{ buildingId, code: section }]));
    const externalIds = rows.flatMap(({ externalId }) => externalId ?? []);
    const [sections, stored] = await together([
      SectionBatch.load(named),
      inside.length + externalIds.length === 0
        ? Promise.resolve([])
        : db().query<Stored>(FIND, [
            inside.map(({ buildingId }) => buildingId),
            inside.map(({ code }) => code),
            externalIds,
          ]),
    ]);
    const batch = new UnitBatch(sections);
    batch.add(stored);
    // In sections that are new there is nothing to be found.
    const doors = inside.flatMap(({ buildingId, section, code }) => {
      if (section == null || batch.byCode.has(keyOf(buildingId, code))) return [];
      const door = sections.isStored(buildingId, section) ? withoutSection(section, code) : null;
      return door === null ? [] : [{ buildingId, door }];
    });
    if (doors.length > 0) {
      batch.add(
        await db().query<Stored>(FIND_DOORS, [
          doors.map(({ buildingId }) => buildingId),
          doors.map(({ door }) => door),
        ]),
      );
    }
    return batch;
  }

  private add(stored: readonly Stored[]): void {
    for (const unit of stored) {
      this.byCode.set(keyOf(unit.building_id, unit.code), unit);
      if (unit.external_id !== null) this.byExternalId.set(unit.external_id, unit);
    }
  }

  /** The unit of a row's section whose code is the door alone. */
  private byDoor({ buildingId, section, code }: UnitRow): Stored | undefined {
    const door = section == null ? null : withoutSection(section, code);
    const found = door === null ? undefined : this.byCode.get(keyOf(buildingId, door));
    return found?.section === section ? found : undefined;
  }

  /**
   * What a row makes or changes, or why it can't. Rows of one batch must not name the same unit twice.
   * @param number what the row is called in messages about later ones
   */
  plan(row: UnitRow, number: number): UnitPlan | UnitProblem {
    const key = keyOf(row.buildingId, row.code);
    const sameCode = this.codes.get(key);
    if (sameCode !== undefined) return duplicate('unit', sameCode);
    const { externalId } = row;
    const sameId = externalId == null ? undefined : this.externalIds.get(externalId);
    if (sameId !== undefined) return duplicate('externalId', sameId);
    const found = this.match(row);
    if (found && 'message' in found) return found;
    const same = found && this.matched.get(found.id);
    if (same !== undefined) return duplicate('unit', same);

    const next = this.values(row, found);
    if (next.net_area !== null && next.gross_area !== null && Number(next.net_area) > Number(next.gross_area)) {
      return { field: 'netArea', code: 'NET_ABOVE_GROSS', message: propertyMessages.netAboveGross };
    }
    this.codes.set(key, number);
    if (found) this.matched.set(found.id, number);
    if (externalId != null) this.externalIds.set(externalId, number);
    const equal = found && (Object.keys(next) as (keyof Values)[]).every((name) => next[name] === found[name]);
    return {
      id: found?.id ?? newId(),
      row,
      outcome: found ? (equal ? 'UNCHANGED' : 'UPDATED') : 'CREATED',
      next,
      section: row.section === undefined ? (found?.section ?? null) : row.section,
    };
  }

  private match(row: UnitRow): Stored | UnitProblem | undefined {
    const { buildingId, code, externalId } = row;
    const there = this.byCode.get(keyOf(buildingId, code)) ?? this.byDoor(row);
    if (externalId == null) return there;
    const known = this.byExternalId.get(externalId);
    if (known && (known.building_id !== buildingId || (there && there !== known))) {
      const params = { theirs: known.code };
      return { field: 'externalId', code: 'CONFLICTING_KEYS', message: importMessages.conflictingKeys, params };
    }
    if (!known && there && there.external_id !== null) {
      const params = { code, theirs: there.external_id };
      return { field: 'externalId', code: 'CONFLICTING_KEYS', message: importMessages.otherExternalId, params };
    }
    return known ?? there;
  }

  private codeOf(row: UnitRow, found: Stored | undefined): string {
    if (row.section === undefined) return unitCodeIn(found?.section ?? null, row.code);
    return found && found === this.byDoor(row) ? found.code : row.code;
  }

  private values(row: UnitRow, found: Stored | undefined): Values {
    const from = found ?? EMPTY;
    const pick = <V>(known: V, said: V | undefined): V => (said === undefined ? known : said);
    return {
      code: this.codeOf(row, found),
      section_id:
        row.section == null ? pick(from.section_id, row.section) : this.sections.find(row.buildingId, row.section).id,
      usage: row.usage ?? from.usage,
      state: row.state ?? from.state,
      gross_area: row.grossArea === undefined ? from.gross_area : decimal(row.grossArea, 2),
      net_area: row.netArea === undefined ? from.net_area : decimal(row.netArea, 2),
      floor: pick(from.floor, row.floor),
      handed_over_on: pick(from.handed_over_on, row.handedOverOn),
      external_id: pick(from.external_id, row.externalId),
    };
  }

  /** Writes what is planned; `places` has the buildings, written before. Answers how many sections were made for it. */
  async write(plans: readonly UnitPlan[], places: ReadonlyMap<string, BuildingPlace>, events: Events): Promise<number> {
    const tenant = currentTenant();
    const changed = plans.filter(({ outcome }) => outcome !== 'UNCHANGED');
    const sections = this.sections.write(new Set(changed.flatMap(({ next }) => next.section_id ?? [])), places);
    const [made] = await together([sections, this.writeRows(changed, places, tenant)]);
    const of = (outcome: UnitPlan['outcome']) => changed.filter((plan) => plan.outcome === outcome);
    await events.emitAll(
      propertyEvents.unitCreated,
      of('CREATED').map(({ id, row: { buildingId } }) => ({
        aggregateId: id,
        payload: { unitId: id, buildingId, communityId: places.get(buildingId)!.community.id },
      })),
    );
    await events.emitAll(
      propertyEvents.unitUpdated,
      of('UPDATED').map(({ id }) => ({ aggregateId: id, payload: { unitId: id } })),
    );
    return made;
  }

  private async writeRows(
    changed: readonly UnitPlan[],
    places: ReadonlyMap<string, BuildingPlace>,
    { id: tenantId, locale }: TenantRef,
  ): Promise<void> {
    const buildings = [...new Set(changed.map(({ row }) => row.buildingId))].map((id) => places.get(id)!);
    const numbers = new Map(buildings.map(({ id }, number) => [id, number]));
    // What was sent before this is on its way, and is worked on while the rows are made.
    await turn();
    const shared = buildings.map((place, building) => ({
      building,
      building_id: place.id,
      community_id: place.community.id,
      sort_key: place.sortKey + KEY_SEPARATOR,
    }));
    const words = buildings.map((place) => new Set(unitWords(place, tenantId)));
    const rowOf = ({ id, row: { buildingId }, next, section }: UnitPlan) => {
      const building = numbers.get(buildingId)!;
      return {
        building,
        id,
        ...next,
        own_key: ownSortKey(next.code, locale),
        words: unitTokens(buildings[building]!, section, next.code, tenantId, words[building]).join(' '),
      };
    };
    const send = async (statement: string, part: readonly UnitPlan[]): Promise<void> => {
      if (part.length > 0) await db().execute(statement, [JSON.stringify(part.map(rowOf)), JSON.stringify(shared)]);
    };
    const statements = [
      ['CREATED', INSERT],
      ['UPDATED', UPDATE],
    ] as const;
    await together(
      statements.flatMap(([outcome, statement]) => {
        const rows = changed.filter((plan) => plan.outcome === outcome);
        // The database has begun with the first while the others are made ready.
        return [send(statement, rows.slice(0, FIRST_ROWS)), turn().then(() => send(statement, rows.slice(FIRST_ROWS)))];
      }),
    );
  }
}

const duplicate = (field: 'unit' | 'externalId', first: number): UnitProblem => ({
  field,
  code: 'DUPLICATE',
  message: field === 'unit' ? importMessages.duplicate : importMessages.duplicateExternalId,
  params: { first },
});
