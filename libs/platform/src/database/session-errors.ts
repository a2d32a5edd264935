/** A statement came after the operation had been answered: graphql-js lets sibling resolvers run on. */
export class SessionClosedError extends Error {
  readonly loggable = true;

  constructor() {
    super('The operation has ended: no further statements');
    this.name = 'SessionClosedError';
  }
}

/** COMMIT was answered with ROLLBACK: a statement had failed and its error was swallowed. */
export class CommitFailedError extends Error {
  readonly loggable = true;

  constructor(command: string) {
    super(`COMMIT was answered with ${command}`);
    this.name = 'CommitFailedError';
  }
}
