import { context, type DbSession, PlatformView, runInContext, systemActor } from '@atrium/sdk';

interface WholeReader extends DbSession {
  queryWhole<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

const refuse = (): Promise<never> => Promise.reject(new Error('The platform looks here, and changes nothing'));

/** Each statement lifts the limits of who acts and puts them back, in one message. */
export class PgPlatformView extends PlatformView {
  look<T>(part: string, task: () => Promise<T>): Promise<T> {
    const core = context();
    const session = core.db as WholeReader;
    const db: DbSession = {
      readOnly: true,
      get statementCount() {
        return session.statementCount;
      },
      query: (statement, values = []) =>
        session.queryWhole(typeof statement === 'string' ? statement : statement.text, values),
      execute: refuse,
      repository: refuse,
      manager: refuse,
    };
    return runInContext({ ...core, actor: systemActor(part), db }, task);
  }
}
