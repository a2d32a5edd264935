import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const ACCESS_METADATA = 'atrium:access';

/** How an operation says who may call it. */
export type Access =
  /** Any one of these permissions lets the caller in. */
  | { kind: 'permission'; anyOf: readonly string[]; whileSuspended: boolean }
  /** Anybody signed in, whatever their permissions: only for what is the caller's own. */
  | { kind: 'signedIn'; reason: string; whileSuspended: boolean }
  /** Anybody at all. */
  | { kind: 'public'; reason: string };

/** The operation needs one of these permissions. */
export const Allow = (...anyOf: [string, ...string[]]): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'permission', anyOf, whileSuspended: false } satisfies Access);

/** Like {@link Allow}, and it also changes data while the tenant is suspended. */
export const AllowWhileSuspended = (...anyOf: [string, ...string[]]): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'permission', anyOf, whileSuspended: true } satisfies Access);

/** Open to every signed-in caller because it only touches what is the caller's own. */
export const SignedIn = (reason: string): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'signedIn', reason, whileSuspended: true } satisfies Access);

/** Open to the world, on purpose. */
export const Public = (reason: string): CustomDecorator<string> =>
  SetMetadata(ACCESS_METADATA, { kind: 'public', reason } satisfies Access);
