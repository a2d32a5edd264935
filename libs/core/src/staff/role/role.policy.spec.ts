import type { Permission, ReadyRole } from '@atrium/sdk';
import { defaultPermissions, permissionsOf } from './role.policy';

const permission = (name: string, roles: Permission['roles'] = []): Permission => ({
  name,
  roles,
  description: { en: name, 'zh-CN': name },
});
const release1 = [
  permission('unit:read', ['AUDITOR', 'CASHIER']),
  permission('unit:manage'),
  permission('fee:read', ['AUDITOR']),
];
const release2 = [...release1, permission('ticket:read', ['AUDITOR'])];

const of = (
  readyKey: ReadyRole | null,
  granted: string[],
  withheld: string[],
  permissions: readonly Permission[] = release1,
): string[] => permissionsOf({ readyKey, granted, withheld }, permissions);

describe('permissionsOf', () => {
  it.each([
    ['a ready-made role', of('AUDITOR', [], []), ['fee:read', 'unit:read']],
    ['one with more', of('CASHIER', ['unit:manage'], []), ['unit:manage', 'unit:read']],
    ['one with less', of('AUDITOR', [], ['fee:read']), ['unit:read']],
    ['the administrator', of('ADMIN', [], []), ['fee:read', 'unit:manage', 'unit:read']],
    ['a role of the company', of(null, ['unit:read'], []), ['unit:read']],
    ['an empty one', of(null, [], []), []],
    ['what is not declared any more', of(null, ['gone:read', 'unit:read'], []), ['unit:read']],
    ['granted and withheld', of('AUDITOR', ['unit:manage'], ['unit:manage']), ['fee:read', 'unit:read']],
  ])('%s', (_, given, expected) => expect(given).toEqual(expected));

  it('brings a later release’s permissions to ready-made roles, changed ones too, and to no others', () => {
    expect(of('AUDITOR', [], ['fee:read'], release2)).toEqual(['ticket:read', 'unit:read']);
    expect(of('ADMIN', [], [], release2)).toContain('ticket:read');
    expect(of(null, ['unit:read'], [], release2)).toEqual(['unit:read']);
  });
});

it('a role of the company’s own starts with nothing', () => expect(defaultPermissions(null, release1)).toEqual([]));
