import type { IncomingHttpHeaders } from 'node:http';
import { Links, type Locale, pickLocale, Public } from '@atrium/sdk';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { AuthorizationCodes } from '../authorize/authorization-codes';
import { AuthorizationRequests, backTo, type Parameters } from '../authorize/authorization-request';
import type { CallingRequest } from '../authorize/graphql-calls';
import { pageHeaders, problemPage, signInPage } from './sign-in-page';
import { firstStep, SignInForms } from './sign-in-steps';

/** What is needed of the HTTP server's reply. */
interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body?: string): unknown;
}

/** The authorization endpoint (RFC 6749 with RFC 7636): a page on which people sign in, without any script. */
@Controller('oauth/:slug/authorize')
export class AuthorizeController {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly codes: AuthorizationCodes,
    private readonly forms: SignInForms,
    private readonly links: Links,
  ) {}

  @Get()
  @Public('a sign-in page; client and address are checked')
  async show(
    @Param('slug') slug: string,
    @Query() query: Parameters,
    @Req() request: CallingRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.answer(slug, query, null, request, reply);
  }

  @Post()
  @Public('a form of the sign-in page: what is in it is the credential')
  async take(
    @Param('slug') slug: string,
    @Body() body: Parameters | undefined,
    @Req() request: CallingRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.answer(slug, body ?? {}, body ?? {}, request, reply);
  }

  private async answer(
    slug: string,
    parameters: Parameters,
    form: Parameters | null,
    caller: CallingRequest,
    reply: Reply,
  ): Promise<void> {
    const locale = localeOf(parameters, caller.headers);
    const issuer = this.links.url(`/oauth/${slug}`);
    const read = await this.requests.read(slug, parameters, issuer);
    if (!read.ok) {
      if ('back' in read) send(reply, 303, read.back);
      else void reply.code(400).headers(pageHeaders(null)).send(problemPage(locale, read.shown));
      return;
    }
    const { request } = read;
    const outcome = form
      ? await this.forms.take(request, form, caller, locale)
      : { next: firstStep(request), problem: null };
    if ('tokens' in outcome) {
      const code = await this.codes.issue(request, outcome.tokens);
      send(reply, 303, backTo(request.redirectUri, { code, state: request.state, iss: issuer }));
      return;
    }
    const { next, problem } = outcome;
    void reply
      .code(problem === null ? 200 : 400)
      .headers(pageHeaders(request.redirectUri))
      .send(signInPage(locale, request, next, problem));
  }
}

const send = (reply: Reply, status: number, location: string): void =>
  void reply.code(status).headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).send();

/** `ui_locales` of the client (OpenID Connect), else the browser's. */
const localeOf = (parameters: Parameters, headers: IncomingHttpHeaders): Locale => {
  const asked = parameters.ui_locales;
  return typeof asked === 'string' && asked !== ''
    ? pickLocale(asked.replace(/ /g, ','), 'zh-CN')
    : pickLocale(headers['accept-language'], 'zh-CN');
};
