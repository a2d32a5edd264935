// What takes long begins first, so that both workers end at the same time.
const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** The longest, longest first: a fresh clone has no times of its own, and sizes of files tell little. */
const LONGEST = [
  'test/up/up.e2e-spec.ts',
  'test/tenants/tenant-life.e2e-spec.ts',
  'test/events/events.e2e-spec.ts',
  'test/community-events/community-events.e2e-spec.ts',
  'libs/platform/src/embedded-postgres/start-embedded-postgres.spec.ts',
  'test/plugins/forms.e2e-spec.ts',
  'test/backup/backup.e2e-spec.ts',
  'test/observability/shutdown.e2e-spec.ts',
  'test/realtime/subscriptions.e2e-spec.ts',
  'libs/platform/src/embedded-postgres/placement.spec.ts',
  'test/notifications/crash.e2e-spec.ts',
  'test/plugins/boot.e2e-spec.ts',
  'test/plugins/tenant-leaves.e2e-spec.ts',
  'test/fees/corrections.e2e-spec.ts',
  'test/observability/database-restart.e2e-spec.ts',
  'test/isolation/isolation-proof.e2e-spec.ts',
  'test/jobs/jobs.e2e-spec.ts',
  'test/webhooks/receivers.e2e-spec.ts',
  'test/events/schedules.e2e-spec.ts',
  'test/surveys/answering.e2e-spec.ts',
  'test/fees/payments.e2e-spec.ts',
  'test/imports/imports.e2e-spec.ts',
  'libs/platform/src/embedded-postgres/resolve-database.spec.ts',
];

module.exports = class extends Sequencer {
  /** Milliseconds: measured here, or a guess that is good for the order alone. */
  time(test) {
    const place = LONGEST.indexOf(relative(test.context.config.rootDir, test.path));
    const guess = place >= 0 ? 1000 - place : (test.context.hasteFS.getSize(test.path) ?? 0) / 1000;
    return super.time(test) ?? guess;
  }
};
