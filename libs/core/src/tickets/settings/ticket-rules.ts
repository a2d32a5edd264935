import { db, IntField, newId, staleVersion, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How the company follows up tickets that are done.' })
export class TicketSettings {
  @Field(() => Int, { description: 'Days after which a ticket is closed about which nothing more is heard.' })
  closeAfterDays: number;
  @Field(() => Int, { description: 'Hours after which a customer who was asked and did not answer is to be called.' })
  callBackAfterHours: number;
  @Field({ description: 'Are customers called who do not answer? Those who are not content always are.' })
  callsSilent: boolean;
  @Field(() => Int, { description: 'Calls that are tried before a silent customer is left in peace.' })
  callAttempts: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it. 0 while nothing was set.' })
  version: number;
}

@InputType({ description: 'Changes to how the company follows up. What is left out stays as it is.' })
export class UpdateTicketSettingsInput {
  @VersionField(0)
  version: number;
  @IntField({ description: 'Days until a ticket is closed.', min: 1, max: 90, nullable: true })
  closeAfterDays?: number | null;
  @IntField({ description: 'Hours until a silent customer is called.', min: 1, max: 720, nullable: true })
  callBackAfterHours?: number | null;
  @ValueField(() => Boolean, { description: 'Call customers who do not answer?', nullable: true })
  callsSilent?: boolean | null;
  @IntField({ description: 'Calls that are tried.', min: 1, max: 10, nullable: true })
  callAttempts?: number | null;
}

@ObjectType({ description: 'The settings after the change.' })
export class TicketSettingsPayload {
  @Field(() => TicketSettings, { description: 'The settings.' })
  settings: TicketSettings;
}

/** A survey goes out within 24 hours and is good for 3 days; what is silent is closed after 7. */
const DEFAULTS: TicketSettings = {
  closeAfterDays: 7,
  callBackAfterHours: 96,
  callsSilent: true,
  callAttempts: 3,
  version: 0,
};

/** Of the current tenant. */
export async function ticketSettings(): Promise<TicketSettings> {
  const [row] = await db().query<TicketSettings & Record<string, unknown>>({
    name: 'ticket_settings',
    text: `SELECT close_after_days AS "closeAfterDays", call_back_after_hours AS "callBackAfterHours",
      calls_silent AS "callsSilent", call_attempts AS "callAttempts", version FROM atrium.ticket_settings`,
  });
  return row ?? DEFAULTS;
}

/** `CONFLICT` for a stale version. */
export async function updateTicketSettings(input: UpdateTicketSettingsInput): Promise<TicketSettings> {
  const before = await ticketSettings();
  if (before.version !== input.version) throw staleVersion(input.version, before.version);
  // Two first changes at once: the second waits for the first and finds its version stale.
  const changed = await db().execute(
    `INSERT INTO atrium.ticket_settings AS s (id, close_after_days, call_back_after_hours, calls_silent, call_attempts)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ON CONSTRAINT ticket_settings_once DO UPDATE SET close_after_days = excluded.close_after_days,
       call_back_after_hours = excluded.call_back_after_hours, calls_silent = excluded.calls_silent,
       call_attempts = excluded.call_attempts, version = s.version + 1, updated_at = now() WHERE s.version = $6`,
    [
      newId(),
      input.closeAfterDays ?? before.closeAfterDays,
      input.callBackAfterHours ?? before.callBackAfterHours,
      input.callsSilent ?? before.callsSilent,
      input.callAttempts ?? before.callAttempts,
      input.version,
    ],
  );
  const after = await ticketSettings();
  if (changed === 0) throw staleVersion(input.version, after.version);
  return after;
}
