import {
  db,
  defineMessages,
  foldText,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ChangeStaff } from '../member/change-staff';
import { InviteStaff } from '../member/invite-staff';
import type { DataScopeInput } from '../scope/data-scope.inputs';
import { DataScopeKind } from '../scope/data-scope.type';
import { TeamMemberships } from './team-memberships';
import { type StaffFields, staffImport } from './staff-import.fields';

type Name = Extract<keyof StaffFields, string>;
type Values = ImportValues<StaffFields>;

const messages = defineMessages('staffImportRow', {
  unknownRole: {
    en: 'There is no role "{given}"; there are {allowed}.',
    'zh-CN': '没有角色“{given}”，现有角色：{allowed}。',
  },
  unknownTeam: {
    en: 'There is no team "{given}"; there are {allowed}.',
    'zh-CN': '没有班组“{given}”，现有班组：{allowed}。',
  },
  noTeams: {
    en: 'There is no team "{given}": the company has none.',
    'zh-CN': '没有班组“{given}”：公司尚未设置班组。',
  },
  unknownCommunity: { en: 'There is no community "{given}".', 'zh-CN': '没有项目“{given}”。' },
  severalPeople: {
    en: 'External id, number and e-mail belong to different people.',
    'zh-CN': '外部编号、工号和邮箱属于不同的员工。',
  },
});

interface Known {
  id: string;
  version: number;
  name: string;
  email: string;
  phone: string | null;
  employee_number: string | null;
  external_id: string | null;
  locale: string | null;
  data_scope: DataScopeKind;
  roles: string[];
  communities: string[];
}

/** Roles, teams and communities of the tenant by every word they go by. */
interface Words {
  readonly roles: ReadonlyMap<string, string>;
  readonly roleNames: string;
  readonly teams: ReadonlyMap<string, string>;
  readonly teamNames: string;
  readonly communities: ReadonlyMap<string, string>;
}

const fold = (text: string): string => foldText(text).trim();
const parts = (text: string): string[] =>
  text
    .split(/[;；、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * Imports staff. A company has hundreds of them, not hundreds of thousands, so each row goes through the same use cases
 * as the API: nobody imports rights beyond their own, and every new member is invited.
 */
@ImportKindProvider(staffImport)
@Injectable()
export class StaffImport implements ImportKind<StaffFields> {
  constructor(
    private readonly inviting: InviteStaff,
    private readonly changing: ChangeStaff,
    private readonly teams: TeamMemberships,
  ) {}

  async applyBatch(rows: readonly ParsedRow<StaffFields>[]): Promise<readonly RowOutcome<Name>[]> {
    const teams = rows.some(({ values }) => values.teams) ? await this.teams.all() : [];
    const words = await readWords(teams);
    const outcomes: RowOutcome<Name>[] = [];
    for (const { number, values } of rows) outcomes.push({ number, ...(await this.apply(values, words)) });
    return outcomes;
  }

  private async apply(values: Values, words: Words): Promise<Omit<RowOutcome<Name>, 'number'>> {
    const problems: RowProblem<Name>[] = [];
    const roleIds = look('roles', values.roles, words.roles, problems, words.roleNames);
    const teamIds = look('teams', values.teams, words.teams, problems, words.teamNames);
    const communityIds = look('communities', values.communities, words.communities, problems);
    const found = await findMember(values);
    if (found.length > 1) problems.push({ field: null, code: 'SEVERAL_PEOPLE', message: messages.severalPeople });
    if (problems.length > 0) return { outcome: 'ERROR', problems };

    const dataScope: DataScopeInput | null = communityIds && { kind: DataScopeKind.COMMUNITIES, communityIds };
    const [known] = found;
    if (!known) {
      const id = await this.inviting.invite({
        ...personal(values),
        name: values.name!,
        email: values.email!,
        roleIds: roleIds ?? [],
        dataScope: dataScope ?? { kind: DataScopeKind.ALL },
      });
      if (teamIds) await this.teams.assign(id, teamIds);
      return { outcome: 'CREATED' };
    }
    const updated = await this.update(known, values, roleIds, dataScope);
    const moved = teamIds !== null && (await this.teams.assign(known.id, teamIds));
    return { outcome: updated || moved ? 'UPDATED' : 'UNCHANGED' };
  }

  private async update(
    known: Known,
    values: Values,
    roleIds: string[] | null,
    dataScope: DataScopeInput | null,
  ): Promise<boolean> {
    let { version } = known;
    const given = personal(values);
    const data = { name: values.name!, email: values.email!, ...given };
    const differs =
      data.name !== known.name ||
      data.email.toLowerCase() !== known.email.toLowerCase() ||
      changed(given.phone, known.phone) ||
      changed(given.employeeNumber, known.employee_number) ||
      changed(given.externalId, known.external_id) ||
      changed(given.locale, known.locale);
    if (differs) {
      await this.changing.update({ id: known.id, version, ...data });
      version += 1;
    }
    const rolesDiffer = roleIds !== null && !sameSet(roleIds, known.roles);
    const scopeDiffers = dataScope !== null && !sameSet(dataScope.communityIds ?? [], known.communities);
    if (rolesDiffer || scopeDiffers) {
      await this.changing.assignRoles({
        staffId: known.id,
        version,
        roleIds: roleIds ?? known.roles,
        dataScope: dataScope ?? { kind: known.data_scope, communityIds: known.communities },
      });
    }
    return differs || rolesDiffer || scopeDiffers;
  }
}

/** What the row says of the person; what it does not say is left out. */
function personal({ phone, employeeNumber, externalId, language }: Values) {
  return { phone, employeeNumber, externalId, locale: language };
}

const changed = (given: string | null | undefined, stored: string | null): boolean =>
  given !== undefined && given !== stored;

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** Ids of the names in a cell; null where it says nothing. Names that nobody knows become problems. */
function look(
  field: Name,
  cell: string | null | undefined,
  known: ReadonlyMap<string, string>,
  problems: RowProblem<Name>[],
  allowed = '',
): string[] | null {
  if (!cell) return null;
  const ids = new Set<string>();
  for (const given of parts(cell)) {
    const id = known.get(fold(given));
    if (id) ids.add(id);
    else {
      problems.push({ field, ...unknown(field, allowed), params: { given, allowed }, given });
    }
  }
  return [...ids];
}

function unknown(field: Name, allowed: string): Pick<RowProblem<Name>, 'code' | 'message'> {
  if (field === 'roles') return { code: 'UNKNOWN_ROLE', message: messages.unknownRole };
  if (field === 'communities') return { code: 'UNKNOWN_COMMUNITY', message: messages.unknownCommunity };
  return { code: 'UNKNOWN_TEAM', message: allowed === '' ? messages.noTeams : messages.unknownTeam };
}

async function readWords(teams: Awaited<ReturnType<TeamMemberships['all']>>): Promise<Words> {
  const [roles, communities] = await Promise.all([
    db().query<{ id: string; name: string; ready_key: string | null }>(
      'SELECT id, name, ready_key FROM atrium.role ORDER BY name',
    ),
    db().query<{ id: string; name: string; code: string | null }>('SELECT id, name, code FROM atrium.community'),
  ]);
  return {
    roles: new Map(
      roles.flatMap(({ id, name, ready_key }) => [name, ready_key ?? name].map((word) => [fold(word), id])),
    ),
    roleNames: roles.map(({ name }) => name).join(', '),
    teams: new Map(teams.map(({ id, name }) => [fold(name), id])),
    teamNames: teams.map(({ name }) => name).join(', '),
    communities: new Map(
      communities.flatMap(({ id, name, code }) => [name, code ?? name].map((word) => [fold(word), id])),
    ),
  };
}

function findMember({ externalId, employeeNumber, email }: Values): Promise<Known[]> {
  return db().query<Known>(
    `SELECT m.id, m.version, m.name, m.email, m.phone, m.employee_number, m.external_id, m.locale, m.data_scope,
       array(SELECT r.role_id::text FROM atrium.staff_role r WHERE r.tenant_id = m.tenant_id AND r.staff_id = m.id) AS roles,
       array(SELECT s.community_id::text FROM atrium.scope_community s
             WHERE s.tenant_id = m.tenant_id AND s.staff_id = m.id) AS communities
     FROM atrium.staff m WHERE m.external_id = $1 OR m.employee_number = $2 OR m.email_lower = lower($3)`,
    [externalId ?? null, employeeNumber ?? null, email ?? null],
  );
}
