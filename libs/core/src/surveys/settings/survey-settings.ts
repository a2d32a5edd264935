import { db, IntField, newId, staleVersion, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How the company asks and shows.' })
export class SurveySettings {
  @Field(() => Int, {
    description:
      'Fewest answers that are told together (匿名门槛), 5 or more. A change counts for what is released from then on.',
  })
  anonymityThreshold: number;
  @Field(() => Int, { description: 'Most invitations to one person within `fatigueDays`.' })
  fatigueInvitations: number;
  @Field(() => Int, { description: 'Days that the limit looks back, 1 to 365.' })
  fatigueDays: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it. 0 while nothing was set.' })
  version: number;
}

@InputType({ description: 'Changes to how the company asks and shows. What is left out stays as it is.' })
export class UpdateSurveySettingsInput {
  @VersionField(0)
  version: number;
  @IntField({ description: 'Fewest answers that are told together.', min: 5, max: 100, nullable: true })
  anonymityThreshold?: number | null;
  @IntField({ description: 'Most invitations to one person.', min: 1, max: 100, nullable: true })
  fatigueInvitations?: number | null;
  @IntField({ description: 'Days that the limit looks back.', min: 1, max: 365, nullable: true })
  fatigueDays?: number | null;
}

@ObjectType({ description: 'The settings after the change.' })
export class SurveySettingsPayload {
  @Field(() => SurveySettings, { description: 'The settings.' })
  settings: SurveySettings;
}

const DEFAULTS: SurveySettings = { anonymityThreshold: 5, fatigueInvitations: 2, fatigueDays: 30, version: 0 };

/** Of the current tenant. */
export async function surveySettings(): Promise<SurveySettings> {
  const [row] = await db().query<SurveySettings & Record<string, unknown>>(
    `SELECT anonymity_threshold AS "anonymityThreshold", fatigue_invitations AS "fatigueInvitations",
       fatigue_days AS "fatigueDays", version FROM atrium.survey_settings`,
  );
  return row ?? DEFAULTS;
}

/** `CONFLICT` for a stale version. */
export async function updateSurveySettings(input: UpdateSurveySettingsInput): Promise<SurveySettings> {
  const before = await surveySettings();
  if (before.version !== input.version) throw staleVersion(input.version, before.version);
  // Two first changes at once: the second waits for the first and finds its version stale.
  const changed = await db().execute(
    `INSERT INTO atrium.survey_settings AS s (id, anonymity_threshold, fatigue_invitations, fatigue_days)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT ON CONSTRAINT survey_settings_once DO UPDATE SET anonymity_threshold = excluded.anonymity_threshold,
       fatigue_invitations = excluded.fatigue_invitations, fatigue_days = excluded.fatigue_days,
       version = s.version + 1, updated_at = now() WHERE s.version = $5`,
    [
      newId(),
      input.anonymityThreshold ?? before.anonymityThreshold,
      input.fatigueInvitations ?? before.fatigueInvitations,
      input.fatigueDays ?? before.fatigueDays,
      input.version,
    ],
  );
  const after = await surveySettings();
  if (changed === 0) throw staleVersion(input.version, after.version);
  return after;
}
