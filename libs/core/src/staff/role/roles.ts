import { AccessChanges, conflict, currentTenant, db, newId, notFound, sortKey, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireWithinReach } from '../scope/reach';
import { staffMessages } from '../staff.messages';
import { RoleEntity } from './role.entity';
import { checkPermissionNames, type CreateRoleInput, storedCompensation, type UpdateRoleInput } from './role.inputs';
import { grantOf, permissionsOf, unknownPermissions } from './role.policy';

/**
 * Makes and changes roles. A role is the whole company's, so whoever is limited to communities changes none; nobody
 * gives one, or changes one that gives, what they do not hold.
 */
@Injectable()
export class Roles {
  constructor(private readonly accessChanges: AccessChanges) {}

  /** Answers the new role's UUID. */
  async create({
    name,
    description,
    permissions,
    compensation,
    secondFactorRequired,
  }: CreateRoleInput): Promise<string> {
    checkPermissionNames(permissions);
    requireWithinReach({ permissions, communities: null });
    const id = newId();
    const roles = await db().repository(RoleEntity);
    const { granted } = grantOf(null, permissions);
    await roles.insert({
      id,
      name,
      sortKey: nameKey(name),
      description,
      granted: [...granted],
      withheld: [],
      secondFactorRequired: secondFactorRequired ?? false,
      ...storedCompensation(compensation ?? null),
    });
    return id;
  }

  async update(input: UpdateRoleInput): Promise<void> {
    const { id, version, name, description, permissions, compensation, secondFactorRequired } = input;
    const role = await this.lock(id);
    if (permissions) {
      checkPermissionNames(permissions);
      requireWithinReach({ permissions, communities: null });
      if (role.readyKey === 'ADMIN') throw conflict(staffMessages.adminRoleFixed);
    }
    const grant = permissions ? grantOf(role.readyKey, permissions) : null;
    await updateVersioned(RoleEntity, 'Role', id, version, {
      name: name ?? undefined,
      sortKey: name == null ? undefined : nameKey(name),
      description,
      secondFactorRequired: secondFactorRequired ?? undefined,
      ...(compensation === undefined ? {} : storedCompensation(compensation)),
      // Names of a plugin that is not loaded just now are kept for its return.
      granted: grant ? [...grant.granted, ...unknownPermissions(role.granted)] : undefined,
      withheld: grant ? [...grant.withheld] : undefined,
    });
    await this.accessChanges.announce();
  }

  /** `CONFLICT` for a ready-made role and for one that somebody holds. */
  async delete(id: string): Promise<void> {
    const role = await this.lock(id);
    if (role.readyKey !== null) throw conflict(staffMessages.readyRoleStays);
    await db().execute('DELETE FROM atrium.role WHERE id = $1', [id]);
  }

  private async lock(id: string): Promise<RoleEntity> {
    const roles = await db().repository(RoleEntity);
    const role = await roles.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!role) throw notFound('Role');
    requireWithinReach({ permissions: permissionsOf(role), communities: null });
    return role;
  }
}

const nameKey = (name: string): string => sortKey(name, currentTenant().locale);
