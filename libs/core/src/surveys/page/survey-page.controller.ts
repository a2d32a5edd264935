import { AtriumError, pickLocale, Public } from '@atrium/sdk';
import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Headers,
  Logger,
  Param,
  Post,
  Query,
  Res,
  UseFilters,
} from '@nestjs/common';
import type { FormValues } from './form';
import { PAGE_HEADERS } from './html';
import { type Shown, SurveyForms } from './survey-forms';
import { endPage } from './survey-page';

/** What is needed of the HTTP server's reply. */
interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: string): unknown;
}

const send = (reply: Reply, { status, html }: Shown): void => void reply.code(status).headers(PAGE_HEADERS).send(html);

/** People who answer a survey see a page, whatever happens. */
@Catch()
class PageFailures implements ExceptionFilter {
  private readonly log = new Logger('Surveys');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { headers } = http.getRequest<{ headers: Record<string, string | undefined> }>();
    const locale = pickLocale(headers['accept-language'], 'zh-CN');
    const busy = error instanceof AtriumError && error.code === 'RATE_LIMITED';
    if (!busy) this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const html = endPage(locale, null, busy ? 'BUSY' : 'FAILED');
    send(http.getResponse<Reply>(), { status: busy ? 429 : 500, html });
  }
}

/**
 * Where people answer a survey: plain HTML without any script or cookie. The token of the link is all there is to show who
 * one is, so there is nothing to forge a request with. Opening a link uses nothing up: mail servers open them too.
 */
@Controller('survey/:token')
@UseFilters(PageFailures)
export class SurveyPageController {
  constructor(private readonly forms: SurveyForms) {}

  @Get()
  @Public('the link of an invitation: its token is the credential', 'answer')
  async open(
    @Param('token') token: string,
    @Query('lang') lang: unknown,
    @Headers('accept-language') language: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    send(reply, await this.forms.show(token, null, typeof lang === 'string' && lang !== '' ? lang : language));
  }

  @Post()
  @Public('the form behind the link of an invitation: its token is the credential', 'answer')
  async take(
    @Param('token') token: string,
    @Body() body: FormValues | undefined,
    @Headers('accept-language') language: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    send(reply, await this.forms.show(token, body ?? {}, language));
  }
}
