import { Cipher, currentTenant, Jobs, Mailer, type MailMessage } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { mailJob, type QueuedMail } from './mail.job';

/** Mails are jobs: sent when, and only when, the change they tell of is committed. */
@Injectable()
export class QueuedMailer extends Mailer {
  constructor(
    private readonly jobs: Jobs,
    private readonly cipher: Cipher,
  ) {
    super();
  }

  async send(message: MailMessage): Promise<void> {
    const mail: QueuedMail = { ...message, fromName: currentTenant().name };
    await this.jobs.enqueue(mailJob, { sealed: this.cipher.encrypt(JSON.stringify(mail)) });
  }
}
