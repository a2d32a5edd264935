import { Cipher, JobHandler, type JobRun } from '@atrium/sdk';
import { UnusableJobError } from '../jobs/job-envelope';
import { inSpan } from '../observability/tracing';
import { mailJob, queuedMail } from './mail.job';
import { mailDuration, mails } from './mail.metrics';
import { type MailTransport, RefusedMailError } from './mail-transport';
import { senderAddress } from './sender';

/** Delivers queued mails. A try that dies after the delivery is repeated, with the same Message-ID. */
export class MailDelivery {
  private readonly address: string;

  /** @param from sender from the configuration: an address, or a name and an address */
  constructor(
    private readonly transport: MailTransport,
    private readonly cipher: Cipher,
    from: string,
  ) {
    this.address = senderAddress(from);
  }

  @JobHandler(mailJob)
  async deliver({ sealed }: { sealed: string }, run: JobRun): Promise<void> {
    const { to, subject, text, html, locale, fromName } = queuedMail.parse(JSON.parse(this.cipher.decrypt(sealed)));
    const domain = this.address.slice(this.address.lastIndexOf('@') + 1);
    const began = performance.now();
    const attributes = { 'atrium.job.id': run.id };
    try {
      await inSpan('send mail', { kind: 'client', attributes }, () =>
        this.transport.send(run.id, {
          from: { name: fromName, address: this.address },
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${run.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale },
        }),
      );
      mails.add({ outcome: 'sent' });
    } catch (error) {
      const refused = error instanceof RefusedMailError;
      mails.add({ outcome: refused ? 'refused' : 'failed' });
      if (refused) throw new UnusableJobError(error.message, { cause: error });
      throw error;
    } finally {
      mailDuration.observe({}, (performance.now() - began) / 1000);
    }
  }
}
