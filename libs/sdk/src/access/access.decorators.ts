import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const ACCESS_METADATA = 'atrium:access';

/** How an operation says who may call it. */
export type Access =
  /** Any one of these permissions lets the caller in. */
  | { kind: 'permission'; anyOf: readonly string[]; whileSuspended: boolean; customers?: boolean }
  /** Anybody signed in, whatever their permissions: only for what is the caller's own. Customers where it says so. */
  | { kind: 'signedIn'; reason: string; whileSuspended: boolean; customers?: boolean }
  /** Customers alone, and only for what is theirs: staff are refused. */
  | { kind: 'customer'; whileSuspended: boolean }
  /** Anybody at all. */
  | { kind: 'public'; reason: string; counted: CountedAs | null };

/**
 * What calls of somebody unknown count as. Each network (an IPv4 address, an IPv6 /64) may do so many of a kind, see
 * `docs/api/limits.md`: sign up a company, have something sent or begun (`code`), try a credential.
 */
export type CountedAs = 'signUp' | 'code' | 'signIn' | 'answer';

/** The operation needs one of these permissions. */
export const Allow = (...anyOf: [string, ...string[]]): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'permission', anyOf, whileSuspended: false } satisfies Access);

/** Like {@link Allow}, and it also changes data while the tenant is suspended. */
export const AllowWhileSuspended = (...anyOf: [string, ...string[]]): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'permission', anyOf, whileSuspended: true } satisfies Access);

/**
 * Open to all staff and API clients because it only touches what is the caller's own. Customers are let in only where
 * `'CUSTOMERS_TOO'` says so.
 */
export const SignedIn = (reason: string, customers?: 'CUSTOMERS_TOO'): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, {
    kind: 'signedIn',
    reason,
    whileSuspended: true,
    customers: customers === 'CUSTOMERS_TOO',
  } satisfies Access);

/**
 * For signed-in customers. The database shows them what is theirs and nothing else, whatever the operation reads (see
 * decision 017). With `staffWith`, staff who hold one of these permissions call it as well.
 */
export const ForCustomers = (
  options: { staffWith?: readonly [string, ...string[]]; whileSuspended?: boolean } = {},
): CustomDecorator<string> => {
  const { staffWith, whileSuspended = false } = options;
  const access: Access = staffWith
    ? { kind: 'permission', anyOf: staffWith, whileSuspended, customers: true }
    : { kind: 'customer', whileSuspended };
  return SetMetadata(ACCESS_METADATA, access);
};

/**
 * Open to the world, on purpose. A mutation counts as `signIn` where nothing else is said; of queries and HTTP routes
 * only those count that say as what.
 */
export const Public = (reason: string, counted: CountedAs | null = null): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'public', reason, counted } satisfies Access);
