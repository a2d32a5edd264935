import { appSignIn } from './app-makers';
import { apiClientThatCalls, failedImport, failedSignIn, twoAlike, unitChangesHands, uploadRows } from './core-makers';
import { coreReasons } from './core-reasons';
import { itemByFormula, prepayingCustomer } from './fee-makers';
import { balancesFromElsewhere, cashInShift, keptRates, paidOrder, refundedPayment } from './money-makers';
import { careExtras, careMakers, careValues } from './care-makers';
import { feeMakers, feeSamples } from './fee-samples';
import { boundStaff, setRules, signInUnderWay, staffWithTotp } from './identity-makers';
import { identitySamples } from './identity-samples';
import { callsThatCost, copyOfData, retentionRun } from './life-makers';
import {
  attachedFile,
  deadAddress,
  noticeBelongings,
  noticesToOthers,
  ownMessage,
  ownTemplate,
  sentMessage,
} from './notice-makers';
import { noticeSamples } from './notice-samples';
import { supportReads } from './operator';
import { pluginsOf } from './plugins';
import { customerRefreshToken } from './portal-makers';
import { portalSamples } from './portal-samples';
import { coreRoutes, plainRoutes } from './route-samples';
import { FRESH, made, OMITTED, type Samples, value } from './samples';
import { segmentWithMembers } from './segment-makers';
import { segmentSamples } from './segment-samples';
import { answeredSurveys, givenAnswer } from './survey-makers';
import { surveySamples } from './survey-samples';
import { tenantSamples } from './tenant-samples';
import { ticketBelongings, ticketMakers, ticketsOfEveryShape, ticketValues } from './ticket-makers';
import { workBelongings, workMakers, workOrderValues } from './work-order-makers';
import { callExtras, callValues, ringingCall } from './call-makers';
import { disputeExtras, disputeValues } from './dispute-makers';
import { deskExtras, deskMakers, deskValues } from './desk-makers';
import { knowledgeExtras, knowledgeValues } from './knowledge-makers';
import { failedDelivery, webhooksOfPrograms } from './webhook-makers';
import { webhookSamples } from './webhook-samples';
import { deadEvent, deadJob } from './work-makers';
import type { World } from './world';

const firstPlugin = async (world: World): Promise<string | undefined> => (await pluginsOf(world))[0]?.name;

/** What the fields of the core demand. */
export const coreSamples: Samples = {
  values: {
    ...identitySamples,
    ...tenantSamples,
    ...portalSamples,
    ...segmentSamples,
    ...webhookSamples,
    ...noticeSamples,
    ...feeSamples,
    ...surveySamples,
    ...ticketValues,
    ...workOrderValues,
    ...deskValues,
    ...careValues,
    ...callValues,
    ...knowledgeValues,
    ...disputeValues,
    'Query.searchUnits.query': [made((world) => world.markOf('unit'))],
    'Query.searchBuildings.query': [made((world) => world.markOf('building'))],
    'Query.searchCustomers.query': [made((world) => world.markOf('customer'))],
    'Query.buildingsNear.radius': [value(1000)],
    'MoneyInput.currency': [value('CNY')],
    'CustomerContactInput.kind': [value('EMAIL')],
    'CustomerContactInput.value': [made((world) => world.text('email'))],
    'CreateCustomerInput.kind': [value('PERSON')],
    'CreateCustomerInput.preferredLanguage': [value('en')],
    'CreateCustomerInput.birthday': [value('1980-02-29')],
    'IdentityDocumentInput.kind': [value('PASSPORT')],
    'IdentityDocumentInput.number': [made((world) => `E${String(10_000_000 + world.number())}`)],
    'MergeCustomersInput.duplicateId': [FRESH],

    'EnablePluginInput.plugin': [made(firstPlugin)],
    'EnablePluginInput.settings': [value({})],
    'DisablePluginInput.plugin': [made(firstPlugin)],
    'UpdatePluginSettingsInput.plugin': [made(firstPlugin)],
    'UpdatePluginSettingsInput.version': [made(async (world) => (await pluginsOf(world))[0]?.version)],
    'UpdatePluginSettingsInput.settings': [value({})],
    'CreateUploadInput.contentType': [value('text/csv')],
    'StartImportInput.mapping': [OMITTED],
    'StartImportInput.saveMapping': [OMITTED],
    'StartImportInput.options': [OMITTED],
  },
  makers: {
    ...feeMakers,
    file: (world, tools) => uploadRows(world, tools, `小区,楼栋,房号\n${world.text('words')},1,101\n`),
    joberror: failedImport,
    survey_response: givenAnswer,
    notification: sentMessage,
    undeliverable_address: deadAddress,
    inbox_message: ownMessage,
    notice_file: attachedFile,
    notification_template: ownTemplate,
    deadletter: deadJob,
    webhook_delivery: failedDelivery,
    ...ticketMakers,
    ...workMakers,
    ...deskMakers,
    ...careMakers,
  },
  extras: {
    'a customer who prepays': prepayingCustomer,
    'money that went back': refundedPayment,
    'cash in a till': cashInShift,
    'what was owed in another system': balancesFromElsewhere,
    'an order that was paid at a gateway': paidOrder,
    'figures of a month that are kept': keptRates,
    'a fee item by a formula': itemByFormula,
    'tickets of every shape': ticketsOfEveryShape,
    ...deskExtras,
    ...careExtras,
    ...callExtras,
    ...knowledgeExtras,
    ...disputeExtras,
    'notices to others than a community': noticesToOthers,
    'an import that keeps its mapping': failedImport,
    'a sign-in that fails': failedSignIn,
    'an API client that calls': apiClientThatCalls,
    'a segment with its members': segmentWithMembers,
    'webhooks of programs': webhooksOfPrograms,
    'surveys that people answer': answeredSurveys,
    'two customers who look alike': twoAlike,
    'an address that messages come back from': deadAddress,
    'a message to oneself in the app': ownMessage,
    'a notice with a file': attachedFile,
    'a unit that changes hands': unitChangesHands,
    'an event that nobody can handle': deadEvent,
    'staff who sign in to an app': appSignIn,
    'a customer who signs in': customerRefreshToken,
    'support that is let in and reads': supportReads,
    'calls that cost points': callsThatCost,
    'a night that erased what was too old': retentionRun,
    'a copy of somebody’s data': copyOfData,
    'a sign-in that is under way at a provider': signInUnderWay,
    'rules for signing in': setRules,
    'a colleague bound to an identity': boundStaff,
    'a colleague with an authenticator app': staffWithTotp,
  },
  belongings: { ...ticketBelongings, ...workBelongings, ...noticeBelongings },
  ownChanges: { 'Subscription.incomingCall': ringingCall, 'Subscription.notificationReceived': ownMessage },
  depths: { 'Query.surveyResults': 4, 'Query.billingPreview': 3 },
  routes: coreRoutes,
  plainRoutes,
  ...coreReasons,
};
