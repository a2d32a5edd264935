import { demoPhone } from './demo-identity';
import { personName } from './demo-names';
import type { DemoRole, DemoStaff } from './demo-types';
import type { SeededRandom } from './seeded-random';

/** Phones of staff come from the far end of the demo range, so that no customer has the same. */
const FIRST_STAFF_PHONE = 90_000_000;

const POSTS: readonly {
  role: DemoRole;
  login: string;
  team: string;
  count: number;
  skills?: readonly string[][];
  scoped?: boolean;
}[] = [
  { role: 'ADMIN', login: 'admin', team: '总经办', count: 1 },
  { role: 'SERVICE_AGENT', login: 'agent', team: '客服中心', count: 6, scoped: true },
  { role: 'DISPATCHER', login: 'dispatcher', team: '客服中心', count: 2 },
  {
    role: 'TECHNICIAN',
    login: 'technician',
    team: '工程部',
    count: 9,
    scoped: true,
    skills: [['强电', '照明'], ['给排水'], ['电梯'], ['消防', '弱电'], ['暖通', '泥瓦']],
  },
  { role: 'CASHIER', login: 'cashier', team: '财务部', count: 3, scoped: true },
  { role: 'FINANCE_MANAGER', login: 'finance', team: '财务部', count: 1 },
  { role: 'QUALITY_INSPECTOR', login: 'quality', team: '品质部', count: 2 },
  { role: 'AUDITOR', login: 'auditor', team: '审计部', count: 1 },
];

/**
 * The staff: the first of each role signs in as `<role>@<slug>.example` and sees every community, the others of a scoped role are
 * limited to one each. `.example` is reserved, so no mail leaves for anybody.
 */
export function demoStaff(random: SeededRandom, slug: string, communities: readonly string[]): DemoStaff[] {
  const staff: DemoStaff[] = [];
  for (const { role, login, team, count, skills, scoped } of POSTS) {
    for (let index = 0; index < count; index++) {
      const community = communities[index % communities.length];
      staff.push({
        externalId: `S${String(staff.length + 1).padStart(3, '0')}`,
        name: personName(random, random.chance(0.5) ? 'FEMALE' : 'MALE').name,
        email: `${login}${index === 0 ? '' : index + 1}@${slug}.example`,
        phone: demoPhone(FIRST_STAFF_PHONE + staff.length),
        role,
        communities: scoped && index > 0 && community !== undefined ? [community] : null,
        team,
        skills: [...(skills?.[index % skills.length] ?? [])],
      });
    }
  }
  return staff;
}
