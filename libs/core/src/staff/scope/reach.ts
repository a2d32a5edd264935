import { AtriumError, context } from '@atrium/sdk';
import { staffMessages } from '../staff.messages';
import { excess, type Reach } from './reach.policy';

/** `FORBIDDEN` when something reaches further than the caller, whether to be given, changed or taken over. */
export function requireWithinReach(...all: readonly Reach[]): void {
  const { permissions, communityScope } = context().actor;
  for (const reach of all) {
    const beyond = excess(reach, { permissions, communities: communityScope });
    if (!beyond) continue;
    const { permissions: missing, scope } = beyond;
    const [template, params] =
      missing.length > 0
        ? [staffMessages.beyondPermissions, { missing: missing.join(', ') }]
        : [staffMessages.beyondScope, {}];
    throw new AtriumError('FORBIDDEN', template, { params, extra: { missing, scope } });
  }
}
