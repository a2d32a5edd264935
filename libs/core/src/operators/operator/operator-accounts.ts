import { newId } from '@atrium/sdk';

/** What the command line does to operators' accounts, on a connection of the installation's administrator. */
export interface OwnerConnection {
  query<Row extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

export interface NewOperator {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
}

export interface ListedOperator extends Record<string, unknown> {
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  readonly totp: boolean;
  readonly last_sign_in: Date | null;
}

export class OperatorUnknownError extends Error {
  constructor(email: string) {
    super(`There is no operator with the address ${email}`);
    this.name = 'OperatorUnknownError';
  }
}

export class OperatorExistsError extends Error {
  constructor(email: string) {
    super(`There is an operator with the address ${email} already`);
    this.name = 'OperatorExistsError';
  }
}

/** Accounts of operators. No call over the network makes or changes one. */
export class OperatorAccounts {
  constructor(private readonly connection: OwnerConnection) {}

  async add({ name, email, passwordHash }: NewOperator): Promise<void> {
    const { rows } = await this.connection.query(
      `INSERT INTO platform.operator (id, name, email, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT operator_email_key DO NOTHING RETURNING 1`,
      [newId(), name, email, passwordHash],
    );
    if (rows.length === 0) throw new OperatorExistsError(email);
  }

  async list(): Promise<readonly ListedOperator[]> {
    const { rows } = await this.connection.query<ListedOperator>(
      `SELECT o.name, o.email, o.disabled_at IS NOT NULL AS disabled, o.totp_confirmed AS totp,
         (SELECT max(s.created_at) FROM platform.operator_session s WHERE s.operator_id = o.id) AS last_sign_in
       FROM platform.operator o ORDER BY o.email_lower`,
    );
    return rows;
  }

  /** Shuts an operator out at once, inside tenants too. */
  disable(email: string): Promise<void> {
    return this.change(email, 'disabled_at = coalesce(disabled_at, now())');
  }

  enable(email: string): Promise<void> {
    return this.change(email, 'disabled_at = NULL');
  }

  setPassword(email: string, passwordHash: string): Promise<void> {
    return this.change(email, 'password_hash = $2', [passwordHash]);
  }

  /** For somebody who has lost the telephone. */
  removeTotp(email: string): Promise<void> {
    return this.change(email, 'totp_secret = NULL, totp_confirmed = false, totp_step = NULL');
  }

  /** Every change ends the sessions: whoever had the account before has it no more. */
  private async change(email: string, set: string, values: readonly unknown[] = []): Promise<void> {
    const { rows } = await this.connection.query<{ id: string }>(
      `UPDATE platform.operator SET ${set} WHERE email_lower = lower($1) RETURNING id`,
      [email, ...values],
    );
    if (!rows[0]) throw new OperatorUnknownError(email);
    await this.connection.query(
      'UPDATE platform.operator_session SET ended_at = now() WHERE operator_id = $1 AND ended_at IS NULL',
      [rows[0].id],
    );
  }
}
