import { APP } from './app-makers';
import {
  contactChallenge,
  customerRefreshToken,
  customerWithEmail,
  ownVersion,
  sentCode,
  signInChallenge,
  slugWithoutAttempts,
} from './portal-makers';
import { FRESH, freshly, made, OMITTED, type Samples, value } from './samples';

/** What fields of customers who sign in, and of apps, demand. */
export const portalSamples: Samples['values'] = {
  'RequestCustomerCodeInput.slug': [made(slugWithoutAttempts)],
  'RequestCustomerCodeInput.phone': [OMITTED],
  'RequestCustomerCodeInput.email': [made((world) => world.text('email'))],
  'VerifyCustomerCodeInput.challenge': [made(signInChallenge)],
  'VerifyCustomerCodeInput.code': [made(sentCode)],
  'VerifyCustomerCodeInput.customerId': [freshly(customerWithEmail)],
  'RefreshCustomerSessionInput.refreshToken': [made(customerRefreshToken)],
  'RequestMyContactInput.phone': [OMITTED],
  'RequestMyContactInput.email': [made((world) => world.text('email'))],
  'ConfirmMyContactInput.challenge': [made(contactChallenge)],
  'ConfirmMyContactInput.code': [made(sentCode)],
  'UpdateMyProfileInput.version': [made(ownVersion)],
  'UpdateMyProfileInput.preferredLanguage': [value('en')],

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
};
