import { type Access, isPlatformPermission } from '@atrium/sdk';
import type { Operation } from './surface';
import type { Caller } from './tools';
import type { World } from './world';

/** Whom an operation is made for: who is served when all is well. */
export type Audience = 'everybody' | 'staff' | 'operators';

export function audienceOf(access: Access | null): Audience {
  if (access?.kind === 'public') return 'everybody';
  return access?.kind === 'permission' && access.anyOf.every(isPlatformPermission) ? 'operators' : 'staff';
}

/** Callers that are of no tenant. */
export interface Outsiders {
  readonly nobody: Caller;
  /** Runs the installation; no tenant let this one in. */
  readonly operator: Caller;
}

/** Who is served by an operation in a world. */
export function servedBy({ access }: Operation, world: World, { nobody, operator }: Outsiders): Caller {
  switch (audienceOf(access)) {
    case 'everybody':
      return nobody;
    case 'operators':
      return operator;
    case 'staff':
      return world.owner;
  }
}
