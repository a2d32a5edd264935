import { type Cipher, type Jobs, Sms, type SmsGateway, type SmsMessage } from '@atrium/sdk';
import { smsJob } from './sms.job';

/** Short messages are jobs, like mails. */
export class QueuedSms extends Sms {
  constructor(
    private readonly gateway: () => SmsGateway | null,
    private readonly jobs: Jobs,
    private readonly cipher: Cipher,
  ) {
    super();
  }

  get available(): boolean {
    return this.gateway() !== null;
  }

  async send(message: SmsMessage): Promise<void> {
    await this.jobs.enqueue(smsJob, { sealed: this.cipher.encrypt(JSON.stringify(message)) });
  }
}
