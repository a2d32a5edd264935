import {
  apiClientThatCalls,
  disabledStaff,
  failedImport,
  failedSignIn,
  invitationCode,
  PASSWORD,
  passwordResetCode,
  twoAlike,
  unitChangesHands,
  uploadRows,
} from './core-makers';
import {
  boundStaff,
  challenge,
  challengeCode,
  colleagueSession,
  enrolmentChallenge,
  ownCode,
  passwordWith,
  passwordWithout,
  providerVersion,
  rulesVersion,
  setRules,
  signInUnderWay,
  singleSignOnCode,
  staffWithSession,
  staffWithTotp,
  standingProvider,
} from './identity-makers';
import { anotherCompany, offeredCommunity, suspendedCompany } from './company-makers';
import { OPERATOR, operatorCode, supportReads } from './operator';
import {
  contactChallenge,
  customerRefreshToken,
  customerWithEmail,
  ownVersion,
  sentCode,
  signInChallenge,
  slugWithoutAttempts,
} from './portal-makers';
import { APP, appSignIn } from './app-makers';
import {
  callsThatCost,
  copyOfData,
  retentionRun,
  slugWithoutErasure,
  standingErasure,
  tenantVersion,
} from './life-makers';
import { ticketMakers, ticketValues } from './ticket-makers';
import { deadEvent, deadJob } from './work-makers';
import { frozenSegment, segmentWithMembers } from './segment-makers';
import { disabledWebhook, failedDelivery, NEVER, NOWHERE, webhooksOfPrograms } from './webhook-makers';
import { answeredSurveys, givenAnswer } from './survey-makers';
import { surveySamples } from './survey-samples';
import { coreReasons } from './core-reasons';
import { prepayingCustomer } from './fee-makers';
import { feeMakers, feeSamples } from './fee-samples';
import { coreRoutes, plainRoutes } from './route-samples';
import { FRESH, freshly, idOf, made, OMITTED, type Samples, value } from './samples';
import { pluginsOf } from './plugins';
import { startSession } from './sign-in';
import type { World } from './world';

const firstPlugin = async (world: World): Promise<string | undefined> => (await pluginsOf(world))[0]?.name;
const SOME_PERMISSIONS = [value(['property:read'])];

/** What the fields of the core demand. */
export const coreSamples: Samples = {
  values: {
    ...feeSamples,
    'Query.searchUnits.query': [made((world) => world.markOf('unit'))],
    'Query.searchBuildings.query': [made((world) => world.markOf('building'))],
    'Query.searchCustomers.query': [made((world) => world.markOf('customer'))],
    'Query.buildingsNear.radius': [value(1000)],

    'SignInInput.slug': [made(({ tenant }) => tenant.slug)],
    'SignInInput.email': [made(({ tenant }) => tenant.admin.email)],
    'SignInInput.password': [made(({ tenant }) => tenant.admin.password)],
    'RefreshSessionInput.refreshToken': [
      made(async ({ tenant }, tools) => (await startSession(tools, tenant)).refreshToken),
    ],
    'SignUpTenantInput.slug': [made((world) => world.text('code'))],
    'SignUpTenantInput.locale': [value('en')],
    'SignUpTenantInput.timeZone': [value('Asia/Shanghai')],
    'SignUpTenantInput.currency': [value('CNY')],
    'SignUpAdminInput.password': [value(PASSWORD)],
    'UpdateTenantInput.version': [made(tenantVersion)],
    'UpdateTenantInput.locale': [value('en')],
    'UpdateTenantInput.timeZone': [value('Asia/Shanghai')],
    'BrandingInput.primaryColor': [value('#0a7d5a')],

    'RequestPasswordResetInput.slug': [made(({ tenant }) => tenant.slug)],
    'RequestPasswordResetInput.email': [made((world) => world.text('email'))],
    'ResetPasswordInput.token': [made(passwordResetCode)],
    'ResetPasswordInput.password': [value(PASSWORD)],
    'ChangeOwnPasswordInput.currentPassword': [made(({ tenant }) => tenant.admin.password)],
    'ChangeOwnPasswordInput.newPassword': [value('another horse battery')],
    'AcceptInvitationInput.token': [made(invitationCode)],
    'AcceptInvitationInput.password': [value(PASSWORD)],
    'Mutation.enableStaff.input.staffId': [freshly(disabledStaff)],
    'Mutation.disableStaff.input.staffId': [FRESH],
    'DataScopeInput.kind': [value('COMMUNITIES')],
    'CreateRoleInput.permissions': SOME_PERMISSIONS,
    'UpdateRoleInput.permissions': SOME_PERMISSIONS,
    'CreateApiClientInput.permissions': SOME_PERMISSIONS,
    'UpdateApiClientInput.permissions': SOME_PERMISSIONS,

    'CreateRoleInput.secondFactorRequired': [value(false)],
    'UpdateRoleInput.secondFactorRequired': [value(false)],
    'MoneyInput.currency': [value('CNY')],
    'CompleteSignInInput.challenge': [made(challenge)],
    'CompleteSignInInput.code': [made(challengeCode)],
    'EnrolTotpAtSignInInput.challenge': [made(enrolmentChallenge)],
    'Mutation.enrolTotp.input.password': [made(passwordWithout)],
    'Mutation.disableTotp.input.password': [made(passwordWith)],
    'Mutation.renewRecoveryCodes.input.password': [made(passwordWith)],
    'ConfirmTotpInput.code': [made(ownCode)],
    'Mutation.resetTotp.input.staffId': [freshly(staffWithTotp)],
    'Query.staffSessions.staffId': [freshly(staffWithSession)],
    'Mutation.revokeStaffSession.input.id': [freshly(colleagueSession)],
    'Mutation.revokeStaffSessions.input.staffId': [freshly(staffWithSession)],
    'UpdateSignInRulesInput.version': [made(rulesVersion)],
    'UpdateSignInRulesInput.secondFactor': [value('OPTIONAL')],
    'UpdateSignInRulesInput.passwordSignIn': [value(true)],
    'SetIdentityProviderInput.version': [made(providerVersion)],
    'SetIdentityProviderInput.issuer': [made((world) => `https://${world.text('code')}.example`)],
    'SetIdentityProviderInput.clientSecret': [made((world) => world.text('words'))],
    'SetIdentityProviderInput.returnUrls': [value(['https://desk.example/in'])],
    'SetIdentityProviderInput.enabled': [value(false)],
    'RemoveIdentityProviderInput.version': [made(standingProvider)],
    'Mutation.unbindIdentity.input.staffId': [freshly(boundStaff)],
    'CompleteSingleSignOnInput.code': [made(singleSignOnCode)],

    'CreateTeamInput.memberIds': [{ is: 'list', items: [idOf('staff')] }],
    'CreateShiftInput.timeZone': [value('Asia/Shanghai')],
    'UpdateShiftInput.timeZone': [value('Asia/Shanghai')],
    'CreateShiftInput.weekdays': [value([1, 2, 3, 4, 5, 6, 7])],
    'UpdateShiftInput.weekdays': [value([1, 2, 3, 4, 5, 6, 7])],
    ...Object.fromEntries(
      ['CreateShiftInput', 'UpdateShiftInput'].flatMap((input) => [
        [`${input}.startsAt`, [value('08:00')]],
        [`${input}.endsAt`, [value('20:00')]],
        [`${input}.validFrom`, [value('2026-01-01')]],
        [`${input}.validTo`, [value('2027-12-31')]],
      ]),
    ),
    'Query.onShift.at': [value('2026-11-25T04:00:00Z')],

    'OperatorSignInInput.email': [value(OPERATOR.email)],
    'OperatorSignInInput.password': [value(OPERATOR.password)],
    'OperatorSignInInput.code': [OMITTED],
    'ConfirmOperatorTotpInput.code': [made(operatorCode)],

    'RequestCustomerCodeInput.slug': [made(slugWithoutAttempts)],
    'RequestCustomerCodeInput.phone': [OMITTED],
    'RequestCustomerCodeInput.email': [made((world) => world.text('email'))],
    'VerifyCustomerCodeInput.challenge': [made(signInChallenge)],
    'VerifyCustomerCodeInput.code': [made(sentCode)],
    'VerifyCustomerCodeInput.customerId': [freshly(customerWithEmail)],
    'RefreshCustomerSessionInput.refreshToken': [made(customerRefreshToken)],
    'RequestMyContactInput.phone': [OMITTED],
    'RequestMyContactInput.email': [made((world) => world.text('email'))],
    'RegisterPublicClientInput.redirectUris': [value([APP])],
    'RegisterPublicClientInput.allowedOrigins': [value([APP])],
    'UpdatePublicClientInput.redirectUris': [value([APP])],
    'UpdatePublicClientInput.allowedOrigins': [value([APP])],
    ...Object.fromEntries(
      ['CreateApiClient', 'UpdateApiClient', 'RegisterPublicClient', 'UpdatePublicClient'].map((input) => [
        `${input}Input.registeredOnly`,
        [value(false)],
      ]),
    ),
    ...Object.fromEntries(
      ['RegisterApiClientOperationInput', 'RegisterPublicClientOperationInput'].map((input) => [
        `${input}.document`,
        [made((world) => `{ __typename } # ${world.text('words')}`)],
      ]),
    ),
    'Mutation.revokePublicClient.input.id': [FRESH],
    'ConfirmMyContactInput.challenge': [made(contactChallenge)],
    'ConfirmMyContactInput.code': [made(sentCode)],
    'UpdateMyProfileInput.version': [made(ownVersion)],
    'UpdateMyProfileInput.preferredLanguage': [value('en')],
    'Mutation.suspendTenant.input.tenantId': [freshly(anotherCompany)],
    'Mutation.resumeTenant.input.tenantId': [freshly(suspendedCompany)],
    'Mutation.closeTenant.input.tenantId': [freshly(anotherCompany)],
    'Mutation.setTenantPlan.input.tenantId': [freshly(anotherCompany)],
    'SetTenantPlanInput.plan': [value('UNLIMITED')],
    'SetRetentionTermInput.kind': [value('AUDIT_LOG')],
    'SetRetentionTermInput.days': [value(4000)],
    'SetRetentionTermInput.useDefault': [OMITTED],
    'RequestTenantErasureInput.slug': [made(slugWithoutErasure)],
    'Mutation.cancelTenantErasure.input.id': [freshly(standingErasure)],
    'Mutation.offerCommunity.input.communityId': [FRESH],
    'OfferCommunityInput.parts': [value(['PROPERTIES'])],
    'OfferCommunityInput.afterwards': [value('KEEP')],
    'Mutation.withdrawCommunityOffer.input.id': [FRESH],
    'AcceptCommunityInput.code': [made(offeredCommunity)],
    'Mutation.openPrivacyRequest.input.customerId': [FRESH],
    'OpenPrivacyRequestInput.dueOn': [OMITTED],
    'Mutation.takePrivacyRequest.input.id': [FRESH],
    'Mutation.completePrivacyRequest.input.id': [FRESH],
    'Mutation.refusePrivacyRequest.input.id': [FRESH],
    'Mutation.withdrawPrivacyRequest.input.id': [FRESH],

    // What a segment names is what it is about: the community of its world.
    'SegmentRuleInput.community': [
      {
        is: 'object',
        fields: { field: value('occupancy.community'), in: { is: 'list', items: [idOf('community')] } },
      },
    ],
    'SegmentSomeInput.of': [value('occupancy')],
    'SegmentSomeInput.atLeast': [OMITTED],
    'SegmentCommunityTestInput.field': [value('occupancy.community')],
    'SegmentCommunityTestInput.isEmpty': [OMITTED],
    'SegmentBuildingTestInput.field': [value('unit.building')],
    'SegmentBuildingTestInput.isEmpty': [OMITTED],
    'CreateSegmentInput.membership': [value('DYNAMIC')],
    'UpdateSegmentInput.membership': [OMITTED],
    'Mutation.deleteSegment.input.id': [FRESH],
    'Mutation.takeSegmentMembers.input.segmentId': [freshly(frozenSegment)],

    // What an API client that reads the register may be told of.
    ...Object.fromEntries(
      ['CreateWebhookSubscriptionInput', 'UpdateWebhookSubscriptionInput'].flatMap((input) => [
        [`${input}.url`, [made((world) => `${NOWHERE}?${world.text('code')}`)]],
        [`${input}.events`, [value([NEVER])]],
      ]),
    ),
    'Mutation.deleteWebhookSubscription.input.id': [FRESH],
    'Mutation.disableWebhookSubscription.input.id': [FRESH],
    'Mutation.enableWebhookSubscription.input.id': [freshly(disabledWebhook)],
    'Mutation.replayWebhookDelivery.input.id': [freshly(failedDelivery)],
    'ReplayWebhookDeliveriesInput.before': [OMITTED],
    ...surveySamples,
    ...ticketValues,

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
    deadletter: deadJob,
    webhook_delivery: failedDelivery,
    ...ticketMakers,
  },
  extras: {
    'a customer who prepays': prepayingCustomer,
    'a sign-in that fails': failedSignIn,
    'an API client that calls': apiClientThatCalls,
    'a segment with its members': segmentWithMembers,
    'webhooks of programs': webhooksOfPrograms,
    'surveys that people answer': answeredSurveys,
    'two customers who look alike': twoAlike,
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
  routes: coreRoutes,
  plainRoutes,
  ...coreReasons,
};
