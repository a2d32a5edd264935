import { db, newId, Provisions, type ProvisionStep, READY_ROLES, sortKey, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { READY_ROLE_TEXTS } from './ready-roles';
import { RoleEntity } from './role.entity';

/** The ready-made roles, named in the tenant's language. */
@Injectable()
@Provisions({ order: 10 })
export class ProvisionRoles implements ProvisionStep {
  async provision({ locale }: TenantRef): Promise<void> {
    const roles = await db().repository(RoleEntity);
    await roles.insert(
      READY_ROLES.map((readyKey) => {
        const [name, description] = READY_ROLE_TEXTS[readyKey][locale];
        return {
          id: newId(),
          name,
          sortKey: sortKey(name, locale),
          description,
          readyKey,
          granted: [],
          withheld: [],
          secondFactorRequired: false,
        };
      }),
    );
  }
}
