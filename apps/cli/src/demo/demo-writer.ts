import {
  CommunitiesService,
  ConsentsService,
  CustomerImport,
  type DemoRegister,
  EquipmentKind,
  EquipmentService,
  EquipmentState,
  PropertyImport,
  ServiceProfile,
  StaffFounding,
} from '@atrium/core';
import { currentTenant, db, type RowOutcome } from '@atrium/sdk';
import type { INestApplicationContext } from '@nestjs/common';
import { consentRows, customerRows, propertyRows } from './demo-rows';

/** Rows handed to an import at once: what its jobs take. */
const BATCH = 1_000;
const OPTIONS = { onMissingParent: 'REFUSE', dryRun: false } as const;

/** Writes the register of the demo company through the use cases and imports every company has. */
export class DemoWriter {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly register: DemoRegister,
    /** Of the password all of the staff sign in with. */
    private readonly passwordHash: string,
  ) {}

  /** Runs in the tenant's transaction. */
  async write(): Promise<void> {
    await this.communities();
    await applyAll('Buildings and units', propertyRows(this.register), (rows) =>
      this.app.get(PropertyImport).applyBatch(rows, OPTIONS),
    );
    const ids = await placeIds();
    await this.equipment(ids);
    await this.staff(ids);
    await this.customers();
  }

  private async customers(): Promise<void> {
    await applyAll('Customers', customerRows(this.register), (rows) =>
      this.app.get(CustomerImport).applyBatch(rows, OPTIONS),
    );
    const known = await db().query<{ key: string; id: string }>('SELECT external_id AS key, id FROM atrium.customer');
    const ids = new Map(known.map(({ key, id }) => [key, id]));
    await this.app.get(ConsentsService).noteFirst(consentRows(this.register, (key) => ids.get(key)!));
  }

  private async communities(): Promise<void> {
    const communities = this.app.get(CommunitiesService);
    for (const { externalId, name, serviceProfile, address, postcode, latitude, longitude } of this.register
      .communities) {
      await communities.create({
        code: externalId,
        externalId,
        name,
        serviceProfile: ServiceProfile[serviceProfile],
        address,
        postcode,
        location: { latitude, longitude },
      });
    }
  }

  /** Everybody but the administrator, who has signed the company up. */
  private async staff(ids: ReadonlyMap<string, string>): Promise<void> {
    const { passwordHash } = this;
    const members = this.register.staff.slice(1).map(({ name, email, phone, externalId, role, communities }) => ({
      name,
      email,
      phone,
      externalId,
      role,
      passwordHash,
      communities: communities?.map((key) => ids.get(key)!),
    }));
    await this.app.get(StaffFounding).members(currentTenant(), members);
  }

  private async equipment(ids: ReadonlyMap<string, string>): Promise<void> {
    const equipment = this.app.get(EquipmentService);
    const sectionKeys = new Map(
      this.register.sections.map(({ externalId, building, code }) => [externalId, sectionKey(building, code)]),
    );
    const idOf = (key: string | null | undefined): string | null => (key == null ? null : (ids.get(key) ?? null));
    for (const { kind, community, building, section, ...rest } of this.register.equipment) {
      await equipment.create({
        ...rest,
        kind: EquipmentKind[kind],
        state: EquipmentState.IN_SERVICE,
        communityId: idOf(community)!,
        buildingId: idOf(building),
        sectionId: section === null ? null : idOf(sectionKeys.get(section)),
      });
    }
  }
}

const sectionKey = (building: string, code: string): string => `${building}/${code}`;

/** Ids of communities and buildings by their key in the register, of sections by {@link sectionKey}. */
async function placeIds(): Promise<Map<string, string>> {
  const rows = await db().query<{ key: string; id: string }>(`
    SELECT external_id AS key, id FROM atrium.community
    UNION ALL SELECT external_id, id FROM atrium.building
    UNION ALL SELECT b.external_id || '/' || s.code, s.id FROM atrium.section s
      JOIN atrium.building b ON b.tenant_id = s.tenant_id AND b.id = s.building_id`);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Writes rows in batches; one that is refused is a mistake of the register, and nothing of it stays. */
async function applyAll<Row extends { number: number }>(
  what: string,
  rows: readonly Row[],
  apply: (batch: readonly Row[]) => Promise<readonly RowOutcome[]>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const outcomes = await apply(rows.slice(start, start + BATCH));
    const refused = outcomes.find(({ outcome }) => outcome === 'ERROR');
    if (refused) throw new Error(`${what}: row ${refused.number} was refused: ${JSON.stringify(refused.problems)}`);
  }
}
