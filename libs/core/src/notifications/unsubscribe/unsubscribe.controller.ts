import type { IncomingHttpHeaders } from 'node:http';
import {
  context,
  db,
  defineMessages,
  escapeHtml,
  type Locale,
  type Message,
  now,
  pickLocale,
  Public,
  renderMessage,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { pageHeaders, plainPage } from '../../apps';
import { ConsentPurpose, ConsentSource, ConsentsService, ConsentStatus, ContactChannel } from '../../customers';
import { type Unsubscription, UnsubscribeLinks } from './unsubscribe-links';

interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body?: string): unknown;
}
interface Caller {
  readonly headers: IncomingHttpHeaders;
}

const texts = defineMessages('unsubscribe', {
  title: { en: 'Messages of {company}', 'zh-CN': '{company}的消息' },
  askMarketing: {
    en: 'Do you want no more offers and invitations by e-mail? Bills and notices about your home still come.',
    'zh-CN': '是否不再通过邮件接收优惠和活动信息？账单和与您房屋有关的通知仍会发送。',
  },
  askSurvey: {
    en: 'Do you want no more surveys by e-mail? Bills and notices about your home still come.',
    'zh-CN': '是否不再通过邮件接收满意度调查？账单和与您房屋有关的通知仍会发送。',
  },
  stop: { en: 'No more of them', 'zh-CN': '不再接收' },
  done: { en: 'Done: no more of them will come by e-mail.', 'zh-CN': '已设置：此类邮件不会再发送给您。' },
  unknown: { en: 'This link is not valid.', 'zh-CN': '该链接无效。' },
});

/**
 * Where the links in mails lead by which a customer stops messages of a kind. Opening one shows a page and changes nothing,
 * because programs open links too; its button, or a mail program by itself (RFC 8058), withdraws the consent.
 */
@Controller('unsubscribe/:slug/:token')
export class UnsubscribeController {
  constructor(
    private readonly transactions: Transactions,
    private readonly links: UnsubscribeLinks,
    private readonly consents: ConsentsService,
  ) {}

  @Get()
  @Public('the link is the credential, and shows nothing of whose it is')
  show(
    @Param('slug') slug: string,
    @Param('token') token: string,
    @Req() request: Caller,
    @Res() reply: Reply,
  ): Promise<void> {
    return this.answer(slug, token, request, reply, false);
  }

  @Post()
  @HttpCode(200)
  @Public('the link is the credential')
  stop(
    @Param('slug') slug: string,
    @Param('token') token: string,
    @Req() request: Caller,
    @Res() reply: Reply,
  ): Promise<void> {
    return this.answer(slug, token, request, reply, true);
  }

  private async answer(slug: string, token: string, request: Caller, reply: Reply, stops: boolean): Promise<void> {
    const locale = pickLocale(request.headers['accept-language'], 'zh-CN');
    const tenant = await this.transactions.findTenant({ slug });
    const asked = tenant && (await this.take(tenant.id, token, stops));
    if (!tenant || !asked) {
      return send(reply, 404, locale, '', `<p role="alert">${say(texts.unknown, locale)}</p>`);
    }
    if (stops) return send(reply, 200, locale, tenant.name, `<p role="status">${say(texts.done, locale)}</p>`);
    const question = asked.purpose === 'MARKETING' ? texts.askMarketing : texts.askSurvey;
    const form = `<p>${say(question, locale)}</p>\n<form method="post"><button>${say(texts.stop, locale)}</button></form>`;
    return send(reply, 200, locale, tenant.name, form);
  }

  private take(tenantId: string, token: string, stops: boolean): Promise<Unsubscription | null> {
    const as = { tenantId, actor: systemActor('unsubscribe link'), operation: 'unsubscribe', readOnly: !stops };
    return this.transactions.run(as, async () => {
      // A company that is closed has nobody to answer.
      const asked = context().tenant ? this.links.read(token) : null;
      if (!asked) return null;
      const customerId = await survivorOf(asked.customerId);
      if (customerId === null) return null;
      if (stops) await this.withdraw(customerId, asked.purpose);
      return asked;
    });
  }

  private async withdraw(customerId: string, purpose: Unsubscription['purpose']): Promise<void> {
    const [latest] = await db().query<{ status: string; at: Date }>(
      `SELECT status, decided_at AS at FROM atrium.customer_consent
       WHERE customer_id = $1 AND channel = 'EMAIL' AND purpose = $2 AND superseded_at IS NULL`,
      [customerId, purpose],
    );
    if (latest?.status === ConsentStatus.WITHDRAWN || (latest && latest.at > now())) return;
    await this.consents.decide(
      {
        customerId,
        channel: ContactChannel.EMAIL,
        purpose: ConsentPurpose[purpose],
        source: ConsentSource.ONLINE,
        evidence: 'unsubscribe link',
      },
      ConsentStatus.WITHDRAWN,
    );
  }
}

/** Null once the customer is erased. */
async function survivorOf(id: string): Promise<string | null> {
  const [row] = await db().query<{ id: string }>(
    `SELECT c.id FROM atrium.customer a
     JOIN atrium.customer c ON c.tenant_id = a.tenant_id AND c.id = coalesce(a.merged_into_id, a.id)
     WHERE a.id = $1 AND c.erased_at IS NULL`,
    [id],
  );
  return row?.id ?? null;
}

const say = (message: Message, locale: Locale): string => escapeHtml(renderMessage(message, locale));

function send(reply: Reply, status: number, locale: Locale, company: string, body: string): void {
  const title =
    company === '' ? say(texts.unknown, locale) : escapeHtml(renderMessage(texts.title, locale, { company }));
  void reply
    .code(status)
    .headers(pageHeaders(null))
    .send(plainPage(locale, title, body));
}
