import type { Probe } from '../setting';
import { catalogIsSound } from './catalog';
import { ownerIsServed } from './controls';
import { customersKeepToTheirOwn } from './customers';
import { exportsHoldOnesOwn } from './exports';
import { everyFieldIsAnswered } from './fields';
import { foreignIdsAreRefused, otherCommunitiesAreRefused } from './foreign-ids';
import { functionsKeepToTheirTenant } from './functions';
import { jobsLeaveOnesOwn } from './jobs';
import { referencesStayInTheTenant } from './references';
import { rolesMayWhatTheyMay } from './roles';
import { routesKeepToTheirTenant } from './routes';
import {
  changesReachNothingOfOthers,
  queriesHoldNothingOfOtherCommunities,
  queriesHoldNothingOfOthers,
} from './strangers';
import { subscriptionsTellOfOnesOwn } from './subscriptions';
import { supportOnlyReads } from './support';
import { tablesAreClosed } from './tables';

/**
 * Every kind of probe, in the order they are run: reading, and what is undone, first, because a leak may change what is
 * there; archives before B has asked for things by ids of A, which stand in its archive then; last what uses B up.
 */
export const PROBES: readonly Probe[] = [
  ownerIsServed,
  everyFieldIsAnswered,
  rolesMayWhatTheyMay,
  queriesHoldNothingOfOthers,
  queriesHoldNothingOfOtherCommunities,
  jobsLeaveOnesOwn,
  exportsHoldOnesOwn,
  routesKeepToTheirTenant,
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
