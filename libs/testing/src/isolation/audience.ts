import { type Access, isPlatformPermission } from '@atrium/sdk';
import type { Operation } from './surface';
import type { Caller } from './tools';
import type { World } from './world';

/** Whom an operation is made for: who is served when all is well. */
export type Audience = 'everybody' | 'staff' | 'customers' | 'operators';

export function audienceOf(access: Access | null): Audience {
  if (access?.kind === 'public') return 'everybody';
  if (access?.kind === 'customer') return 'customers';
  return access?.kind === 'permission' && access.anyOf.every(isPlatformPermission) ? 'operators' : 'staff';
}

/** Callers that are of no tenant. */
export interface Outsiders {
  readonly nobody: Caller;
  /** Runs the installation; no tenant let this one in. */
  readonly operator: Caller;
}

/** The world whose objects an operation is about: what is made for customers is about one customer's own. */
export function worldFor({ access }: Operation, world: World): World {
  return audienceOf(access) === 'customers' ? (world.home ?? world) : world;
}

/** Who is served by an operation in a world. */
export function servedBy(operation: Operation, world: World, { nobody, operator }: Outsiders): Caller {
  const { access } = operation;
  switch (audienceOf(access)) {
    case 'everybody':
      return nobody;
    case 'operators':
      return operator;
    case 'staff':
    case 'customers':
      return worldFor(operation, world).owner;
  }
}
