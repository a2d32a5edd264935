import { anotherCompany, offeredCommunity, suspendedCompany } from './company-makers';
import { PASSWORD } from './core-makers';
import { slugWithoutErasure, standingErasure, tenantVersion } from './life-makers';
import { OPERATOR, operatorCode } from './operator';
import { FRESH, freshly, made, OMITTED, type Samples, value } from './samples';

/** What fields of companies, of operators and of what is kept and given away demand. */
export const tenantSamples: Samples['values'] = {
  'SignUpTenantInput.slug': [made((world) => world.text('code'))],
  'SignUpTenantInput.locale': [value('en')],
  'SignUpTenantInput.timeZone': [value('Asia/Shanghai')],
  'SignUpTenantInput.currency': [value('CNY')],
  'SignUpAdminInput.password': [value(PASSWORD)],
  'UpdateTenantInput.version': [made(tenantVersion)],
  'UpdateTenantInput.locale': [value('en')],
  'UpdateTenantInput.timeZone': [value('Asia/Shanghai')],
  'BrandingInput.primaryColor': [value('#0a7d5a')],

  'OperatorSignInInput.email': [value(OPERATOR.email)],
  'OperatorSignInInput.password': [value(OPERATOR.password)],
  'OperatorSignInInput.code': [OMITTED],
  'ConfirmOperatorTotpInput.code': [made(operatorCode)],

  'Mutation.suspendTenant.input.tenantId': [freshly(anotherCompany)],
  'Mutation.resumeTenant.input.tenantId': [freshly(suspendedCompany)],
  'Mutation.closeTenant.input.tenantId': [freshly(anotherCompany)],
  'Mutation.setTenantPlan.input.tenantId': [freshly(anotherCompany)],
  'SetTenantPlanInput.plan': [value('UNLIMITED')],
  'AgreedQuotasInput.staff': [value(10_000)],
  'AgreedQuotasInput.units': [value(1_000_000)],
  'AgreedQuotasInput.callsPerMinute': [value(1_000_000)],
  'AgreedQuotasInput.storageBytes': [value(1_000_000_000)],
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
};
