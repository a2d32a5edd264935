import { Cipher, conflict, db, defineMessages, invalidField, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { acceptedStep, newTotp, type NewTotp } from '../../totp/totp.policy';
import { operatorMessages } from '../operators.messages';

const messages = defineMessages('operatorTotp', {
  isOn: {
    en: 'The second factor is on already; the command line takes it off.',
    'zh-CN': '已启用两步验证；如需关闭请使用命令行。',
  },
  notBegun: { en: 'Begin with enrolOperatorTotp.', 'zh-CN': '请先调用 enrolOperatorTotp。' },
});

export interface OperatorAccount extends Record<string, unknown> {
  id: string;
  name: string;
  email: string;
  totp_pending: string | null;
  totp_on: boolean;
}

/** The account of the running operation's operator. */
export async function currentOperatorAccount(): Promise<OperatorAccount> {
  const [row] = await db().query<OperatorAccount>('SELECT * FROM app.current_operator_account()');
  return row!;
}

/** The second factor of an operator's own account. */
@Injectable()
export class OperatorTotp {
  constructor(private readonly cipher: Cipher) {}

  /** `CONFLICT` when it is on already. */
  async enrol(): Promise<NewTotp> {
    const { email } = await currentOperatorAccount();
    const made = newTotp('Atrium', email);
    const [row] = await db().query<{ done: boolean }>('SELECT app.set_operator_totp($1) AS done', [
      this.cipher.encryptForPlatform(made.secret),
    ]);
    if (!row?.done) throw conflict(messages.isOn);
    return made;
  }

  /** `VALIDATION_FAILED` for a wrong code, `CONFLICT` when nothing waits for one. */
  async confirm(code: string): Promise<void> {
    const { totp_pending: pending, totp_on: isOn } = await currentOperatorAccount();
    if (isOn) throw conflict(messages.isOn);
    if (pending === null) throw conflict(messages.notBegun);
    const step = acceptedStep(this.cipher.decryptForPlatform(pending), code, now(), null);
    if (step === null) throw invalidField('input.code', 'WRONG_CODE', operatorMessages.codeWrong);
    await db().query('SELECT app.confirm_operator_totp($1)', [step]);
  }
}
