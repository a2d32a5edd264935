import { AtriumError, context, db } from '@atrium/sdk';
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

/**
 * Is a member of staff or an API client limited to communities that the caller, limited too, does not see? Which ones
 * nobody is told: the table shows a limited actor its own communities alone.
 */
export async function hasHiddenCommunities(owner: 'staff_id' | 'api_client_id', id: string): Promise<boolean> {
  if (context().actor.communityScope === null) return false;
  const [row] = await db().query<{ hidden: boolean }>(
    'SELECT app.has_hidden_communities($1, $2) AS hidden',
    owner === 'staff_id' ? [id, null] : [null, id],
  );
  return row!.hidden;
}
