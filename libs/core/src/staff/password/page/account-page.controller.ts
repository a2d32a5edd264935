import { pickLocale, Public } from '@atrium/sdk';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ACCOUNT_PAGE_HEADERS, accountPage } from './account-page';
import type { AccountPageKind } from './account-page.texts';

/** What is needed of the HTTP server's reply. */
interface Reply {
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: string): unknown;
}

/** Pages behind the links in mails about accounts. */
@Controller('account')
export class AccountPageController {
  @Get('invitation')
  @Public('an empty form: the code in it is the credential')
  invitation(@Headers('accept-language') language: string | undefined, @Res() reply: Reply): void {
    this.answer('invitation', language, reply);
  }

  @Get('password')
  @Public('an empty form: the code in it is the credential')
  password(@Headers('accept-language') language: string | undefined, @Res() reply: Reply): void {
    this.answer('reset', language, reply);
  }

  private answer(kind: AccountPageKind, language: string | undefined, reply: Reply): void {
    reply.headers(ACCOUNT_PAGE_HEADERS).send(accountPage(kind, pickLocale(language, 'zh-CN')));
  }
}
