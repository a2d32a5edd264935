import type { Locale } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type AuthorizationRequest, parameter, type Parameters } from '../authorize/authorization-request';
import type { StoredTokens } from '../authorize/authorization-codes';
import { type CallingRequest, GraphqlCalls, problemOf } from '../authorize/graphql-calls';
import { PublicClientAudience } from '../client/public-client.type';
import type { Step } from './sign-in-page';

/** What comes of a form: somebody has signed in, or the next form. */
export type StepOutcome = { readonly tokens: StoredTokens } | { readonly next: Step; readonly problem: string | null };

const TOKENS = 'tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }';
const SIGN_IN = `mutation ($input: SignInInput!) { done: signIn(input: $input) {
  ${TOKENS} challenge { token enrolmentRequired } } }`;
const COMPLETE = `mutation ($input: CompleteSignInInput!) { done: completeSignIn(input: $input) { ${TOKENS} } }`;
const REQUEST = `mutation ($input: RequestCustomerCodeInput!) { done: requestCustomerCode(input: $input) { challenge } }`;
const VERIFY = `mutation ($input: VerifyCustomerCodeInput!) { done: verifyCustomerCode(input: $input) {
  ${TOKENS} choices { customerId name code } } }`;

type Choices = Extract<Step, { step: 'choice' }>['choices'];

export const firstStep = ({ client }: AuthorizationRequest): Step =>
  client.audience === PublicClientAudience.STAFF ? { step: 'password' } : { step: 'contact' };

/** The forms of the sign-in page, one after the other. All there is to remember goes along in the form. */
@Injectable()
export class SignInForms {
  constructor(private readonly calls: GraphqlCalls) {}

  async take(
    request: AuthorizationRequest,
    form: Parameters,
    caller: CallingRequest,
    language: Locale,
  ): Promise<StepOutcome> {
    const value = (name: string): string => parameter(form, name) ?? '';
    const slug = request.tenant.slug;
    const first = firstStep(request);
    const step = value('step');
    const call = <T>(document: string, input: Readonly<Record<string, unknown>>) =>
      this.calls.call<{ done: T | null }>(caller, document, { input }, { language });

    if (first.step === 'password' && step === 'password') {
      const answer = await call<{
        tokens: StoredTokens | null;
        challenge: { token: string; enrolmentRequired: boolean } | null;
      }>(SIGN_IN, {
        slug,
        email: value('email'),
        password: value('password'),
      });
      const done = answer.data?.done;
      if (done?.tokens) return { tokens: done.tokens };
      if (done?.challenge?.enrolmentRequired) return { next: { step: 'enrol' }, problem: null };
      if (done?.challenge) return { next: { step: 'secondFactor', challenge: done.challenge.token }, problem: null };
      return { next: first, problem: problemOf(answer) };
    }
    if (first.step === 'password' && step === 'secondFactor') {
      const challenge = value('challenge');
      const answer = await call<{ tokens: StoredTokens }>(COMPLETE, { challenge, code: value('code') });
      const tokens = answer.data?.done?.tokens;
      return tokens ? { tokens } : { next: { step: 'secondFactor', challenge }, problem: problemOf(answer) };
    }
    if (first.step === 'contact' && step === 'contact') {
      const contact = value('contact');
      const answer = await call<{ challenge: string }>(REQUEST, {
        slug,
        ...(contact.includes('@') ? { email: contact } : { phone: contact }),
      });
      const challenge = answer.data?.done?.challenge;
      return challenge
        ? { next: { step: 'code', challenge, contact }, problem: null }
        : { next: first, problem: problemOf(answer) };
    }
    if (first.step === 'contact' && (step === 'code' || step === 'choice')) {
      const [challenge, code, contact] = [value('challenge'), value('code').replace(/\s/g, ''), value('contact')];
      const customerId = parameter(form, 'customerId');
      const answer = await call<{ tokens: StoredTokens | null; choices: Choices }>(VERIFY, {
        challenge,
        code,
        customerId,
      });
      const done = answer.data?.done;
      if (done?.tokens) return { tokens: done.tokens };
      if (done) return { next: { step: 'choice', challenge, code, choices: done.choices }, problem: null };
      // A choice that failed cannot be offered again without its names: the code is asked for anew.
      return { next: { step: 'code', challenge, contact }, problem: problemOf(answer) };
    }
    return { next: first, problem: null };
  }
}
