import { Cipher, JobHandler, type JobRun, type SmsGateway } from '@atrium/sdk';
import { UnusableJobError } from '../jobs/job-envelope';
import { shortMessages } from '../mail/mail.metrics';
import { queuedSms, smsJob } from './sms.job';

/** Hands queued short messages to the gateway. */
export class SmsDelivery {
  constructor(
    private readonly gateway: () => SmsGateway | null,
    private readonly cipher: Cipher,
  ) {}

  @JobHandler(smsJob)
  async deliver({ sealed }: { sealed: string }, run: JobRun): Promise<void> {
    const gateway = this.gateway();
    if (!gateway) throw new UnusableJobError('There is no SMS gateway any more');
    const message = queuedSms.parse(JSON.parse(this.cipher.decrypt(sealed)));
    try {
      await gateway.send(message, run.id);
      shortMessages.add({ outcome: 'sent' });
    } catch (error) {
      shortMessages.add({ outcome: 'failed' });
      throw error;
    }
  }
}
