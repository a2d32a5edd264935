// Spec files of a worker run one after the other in its realm. Each finds it as the first did.
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { globalsOfPackages } = require('./packages.cjs');
const { resetPackages } = require('./package-state.cjs');

const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'message', 'disconnect'];

module.exports = class Environment {
  constructor({ projectConfig }) {
    this.putBack = remember();
    resetPackages();
    this.global = globalThis;
    this.conditions = projectConfig.testEnvironmentOptions.customExportConditions;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    this.putBack();
    resetPackages();
  }

  exportConditions() {
    return this.conditions;
  }

  /** Asked for by Jest; `jest-runtime.cjs` compiles without it. */
  getVmContext() {
    return globalThis;
  }
};

/** Answers what puts globals, environment, folder and listeners of the process back. */
function remember() {
  const globals = Object.getOwnPropertyDescriptors(globalThis);
  const env = { ...process.env };
  const { exit, getBuiltinModule } = process;
  const folder = process.cwd();
  const listeners = EVENTS.map((event) => [event, process.rawListeners(event)]);
  return () => {
    for (const key of Reflect.ownKeys(globalThis)) {
      const was = globals[key];
      const { configurable, value } = Object.getOwnPropertyDescriptor(globalThis, key);
      if (!configurable || (was && was.value === value)) continue;
      if (was) Object.defineProperty(globalThis, key, was);
      else if (!globalsOfPackages.has(key)) delete globalThis[key];
    }
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    Object.assign(process, { exit, getBuiltinModule });
    if (process.cwd() !== folder) process.chdir(folder);
    for (const [event, before] of listeners) {
      for (const listener of process.rawListeners(event)) {
        if (!before.includes(listener)) process.removeListener(event, listener);
      }
    }
  };
}
