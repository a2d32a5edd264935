/** Fails with a sentence that names what is defined: a mistake of a developer, found at the start. */
export const definitionError = (what: string, problem: string): never => {
  throw new Error(`${what}: ${problem}`);
};

export function checkWhole(what: string, name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    definitionError(what, `${name} must be ${min} to ${max}`);
  }
}

/** `context.verb`, as jobs, events and schedules are named. */
export function checkName(what: string, name: string, example: string): void {
  if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)+$/.test(name) || name.length > 80) {
    definitionError(what, `the name must be like ${example}`);
  }
}
