import { randomInt } from 'node:crypto';
import { Cipher, db, defineJob, JobHandler, type JobRun, type Locale, Mailer, now, Sms } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ContactKind } from '../../customers';
import { codeMail, type CodePurpose, codeSms } from './code-texts';
import { customersWith } from './contact-customers';

export const sendCodeJob = defineJob({
  name: 'customer.sendCode',
  version: 1,
  schema: z.object({ codeId: z.string() }),
  retries: 3,
  timeoutSeconds: 20,
});

export const CODE_DIGITS = 6;

/** What is stored of a code. It is short, so its hash is keyed, and bound to the one request it answers. */
export const hashCode = (cipher: Cipher, codeId: string, code: string): string =>
  cipher.fingerprint(`customer code ${codeId} ${code}`);

interface CodeRow extends Record<string, unknown> {
  purpose: CodePurpose;
  kind: ContactKind;
  contact_sealed: string;
  locale: Locale;
}

/**
 * Makes the code of a request and sends it, if anybody is to get one. It happens here and not in the request, which so
 * does the same work for every contact and cannot be told apart by its time.
 */
@Injectable()
export class SendCode {
  constructor(
    private readonly cipher: Cipher,
    private readonly mailer: Mailer,
    private readonly sms: Sms,
  ) {}

  @JobHandler(sendCodeJob)
  async send({ codeId }: { codeId: string }, _run: JobRun): Promise<void> {
    const [row] = await db().query<CodeRow>(
      `SELECT purpose, kind, contact_sealed, locale FROM atrium.customer_code
       WHERE id = $1 AND used_at IS NULL AND expires_at > $2 FOR UPDATE`,
      [codeId, now()],
    );
    if (!row) return;
    const { purpose, kind, locale } = row;
    const contact = this.cipher.decrypt(row.contact_sealed);
    if (purpose === 'SIGN_IN' && (await customersWith(kind, contact)).length === 0) return;
    const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
    await db().execute('UPDATE atrium.customer_code SET code_hash = $2 WHERE id = $1', [
      codeId,
      hashCode(this.cipher, codeId, code),
    ]);
    if (kind === ContactKind.EMAIL) await this.mailer.send(codeMail(contact, purpose, code, locale));
    else await this.sms.send(codeSms(contact, purpose, code, locale));
  }
}
