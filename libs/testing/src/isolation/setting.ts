import type { Client } from 'pg';
import type { TestPlatform } from '../test-platform';
import type { Caller } from './tools';
import { audienceOf, type Outsiders } from './audience';
import type { Calls } from './caller';
import type { CallerKind } from './callers';
import type { TenantDigest } from './digest';
import type { Household } from './household';
import type { IdPosition } from './id-positions';
import type { Report } from './report';
import type { Samples } from './samples';
import type { Secrets } from './secrets';
import type { Plan, Unsolved } from './solver';
import type { Operation, Surface } from './surface';
import type { TenantTable } from './tenant-tables';
import type { World } from './world';

/** One operation with arguments that its owner was served with, for itself and for each place of an id. */
export interface OperationPlans {
  readonly operation: Operation;
  readonly base: Plan | Unsolved;
  readonly positions: readonly { readonly position: IdPosition; readonly plan: Plan | Unsolved }[];
}

/** One caller of each kind, in the order of the kinds. */
export interface Callers {
  readonly ofA: readonly Caller[];
  /** Limited to the communities of A's first world. */
  readonly ofA1: readonly Caller[];
  readonly ofB: readonly Caller[];
  /** The platform's operator, let in by either. */
  readonly supportOfA: Caller;
  readonly supportOfB: Caller;
}

/** All that probes work with: two tenants, one of them with two communities, and what is known of each. */
export interface Setting {
  readonly platform: TestPlatform;
  readonly samples: Samples;
  readonly surface: Surface;
  readonly calls: Calls;
  readonly report: Report;
  readonly plans: readonly OperationPlans[];
  /** Tenant A's first community with all that hangs on it, its second, and tenant B. */
  readonly worlds: { readonly a1: World; readonly a2: World; readonly b: World };
  readonly kinds: readonly CallerKind[];
  readonly callers: Callers;
  readonly outsiders: Outsiders;
  readonly tables: readonly TenantTable[];
  /** Is this table or function, by `schema.name`, to be probed? */
  readonly within: (name: string) => boolean;
  /** Sees and may do everything in the database. */
  readonly admin: Client;
  /** All of tenant A, for tenant B. */
  readonly secrets: Secrets;
  /** The customer at home in A's first world. */
  readonly atHome: Household;
  /** Customers of A besides the one that is at home in the first world: what each is to that one's unit. */
  readonly others: readonly Household[];
  /** All of A's second community, for staff limited to the first. */
  readonly communitySecrets: Secrets;
  readonly digest: TenantDigest;
  /** Are objects of this type limited to communities? */
  readonly isScoped: (idType: string) => boolean;
}

/** One kind of probe: tells the report what it did and found. */
export type Probe = (setting: Setting) => Promise<void>;

/** Everybody who is not of tenant A and must see nothing of it by an operation, the most powerful first. */
export function strangersTo({ callers, outsiders, worlds }: Setting, { access }: Operation): readonly Caller[] {
  const { nobody, operator } = outsiders;
  const known = [...callers.ofB, callers.supportOfB, worlds.b.home!.owner, nobody];
  // What is made for operators shows them all tenants.
  return audienceOf(access) === 'operators' ? known : [...known, operator];
}
