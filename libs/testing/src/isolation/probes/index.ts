import type { Probe } from '../setting';
import { catalogIsSound } from './catalog';
import { ownerIsServed } from './controls';
import { customersKeepToTheirOwn } from './customers';
import { exportsHoldOnesOwn } from './exports';
import { foreignIdsAreRefused, otherCommunitiesAreRefused } from './foreign-ids';
import { functionsKeepToTheirTenant } from './functions';
import { referencesStayInTheTenant } from './references';
import { rolesMayWhatTheyMay } from './roles';
import {
  changesReachNothingOfOthers,
  queriesHoldNothingOfOtherCommunities,
  queriesHoldNothingOfOthers,
} from './strangers';

import { subscriptionsTellOfOnesOwn } from './subscriptions';
import { supportOnlyReads } from './support';
import { tablesAreClosed } from './tables';

/** Every kind of probe, in the order they are run: reading, and what is undone, first, because a leak may change what is there; the last one uses B up. */
export const PROBES: readonly Probe[] = [
  ownerIsServed,
  rolesMayWhatTheyMay,
  queriesHoldNothingOfOthers,
  queriesHoldNothingOfOtherCommunities,
  exportsHoldOnesOwn,
  supportOnlyReads,
  subscriptionsTellOfOnesOwn,
  customersKeepToTheirOwn,
  catalogIsSound,
  tablesAreClosed,
  referencesStayInTheTenant,
  functionsKeepToTheirTenant,
  foreignIdsAreRefused,
  otherCommunitiesAreRefused,
  changesReachNothingOfOthers,
];
