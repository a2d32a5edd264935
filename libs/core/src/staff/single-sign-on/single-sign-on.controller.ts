import { AtriumError, escapeHtml, type Locale, Links, pickLocale, Public, renderMessage } from '@atrium/sdk';
import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ATTEMPT_MINUTES, SingleSignOn } from './single-sign-on';
import { ssoMessages } from './single-sign-on.messages';

/** What is needed of the HTTP server's reply and request. */
interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}
interface Request {
  readonly ip: string;
  readonly url: string;
}

const COOKIE = 'atrium_sso';
const CODES: Readonly<Partial<Record<string, number>>> = { NOT_FOUND: 404, UNAUTHENTICATED: 401, RATE_LIMITED: 429 };
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
};

/** The way to a company's identity provider and back. What comes of it is told behind the `#`, which no server sees. */
@Controller('auth/oidc')
export class SingleSignOnController {
  constructor(
    private readonly signIns: SingleSignOn,
    private readonly links: Links,
  ) {}

  @Get('callback')
  @Public('state and cookie of the sign-in are the credential')
  async callback(
    @Req() request: Request,
    @Headers('cookie') cookies: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const locale = pickLocale(language, 'zh-CN');
    await told(reply, locale, async () => {
      const query = new URL(request.url, 'http://localhost').searchParams;
      const { returnUrl, outcome } = await this.signIns.finish(query, cookieOf(cookies));
      const fragment = new URLSearchParams(
        'code' in outcome
          ? { code: outcome.code }
          : { error: outcome.error.template.key, message: messageOf(outcome.error, locale) },
      );
      redirect(reply.header('set-cookie', this.cookie('', 0)), `${returnUrl}#${fragment.toString()}`);
    });
  }

  @Get(':slug')
  @Public('nobody is known before signing in', 'code')
  async start(
    @Param('slug') slug: string,
    @Query('return') returnUrl: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @Req() request: Request,
    @Res() reply: Reply,
  ): Promise<void> {
    await told(reply, pickLocale(language, 'zh-CN'), async () => {
      const { url, browser } = await this.signIns.start(slug, String(returnUrl ?? ''), request.ip || null);
      redirect(reply.header('set-cookie', this.cookie(browser, ATTEMPT_MINUTES * 60)), url);
    });
  }

  /** Lax: the provider's redirect brings it back, a form on another site does not. */
  private cookie(value: string, seconds: number): string {
    const secure = this.links.url('/').startsWith('https:') ? '; Secure' : '';
    return `${COOKIE}=${value}; Path=/auth/oidc; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
  }
}

const cookieOf = (header: string | undefined): string | null =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{1,100})`).exec(header ?? '')?.[1] ?? null;

const messageOf = ({ template, params, fields }: AtriumError, locale: Locale): string =>
  fields?.[0] ? renderMessage(fields[0].message, locale, fields[0].params) : renderMessage(template, locale, params);

function redirect(reply: Reply, location: string): void {
  for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
  reply.code(303).header('location', location).send('');
}

/** Runs a step; what the person may know of a failure is a page in their language. */
async function told(reply: Reply, locale: Locale, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error;
    const title = escapeHtml(renderMessage(ssoMessages.pageTitle, locale));
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    reply
      .code(CODES[error.code] ?? 400)
      .header('content-type', 'text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title></head>` +
          `<body><h1>${title}</h1><p>${escapeHtml(messageOf(error, locale))}</p></body></html>`,
      );
  }
}
