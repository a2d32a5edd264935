import { JsonScalar, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A plugin of this installation, and what the company has made of it.' })
export class Plugin {
  @Field({ description: 'Its id, such as `community-events`.' })
  name: string;
  @Field({ description: 'What people call it, in the caller’s language.' })
  displayName: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field({ description: 'Version that is installed, such as `1.2.0`.' })
  release: string;
  @Field({ description: 'Is it enabled for the company? Else its fields are null and its operations PLUGIN_DISABLED.' })
  enabled: boolean;
  @Field({ description: 'Did it start? One that did not is off for everybody until the operator has mended it.' })
  running: boolean;
  @Field(() => [String], { description: 'Names of the plugins it needs, which are enabled first.' })
  requires: string[];
  @Field(() => [String], { description: 'Permissions it brings.' })
  permissions: string[];
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Rules of its settings as JSON Schema, to draw a form from; secrets are `writeOnly`. Null: it has none.',
  })
  settingsSchema: unknown;
  @Field(() => JsonScalar, {
    description: 'Settings of the company, by name, defaults included. Secrets are never answered.',
  })
  settings: unknown;
  @Field(() => [String], { description: 'Names of the secrets that are set.' })
  secretsSet: string[];
  @Field(() => Int, {
    description: 'Rises with each change; updates name it. 0: the company has never enabled the plugin.',
  })
  version: number;
}

const SETTINGS = 'Settings by name. What is left out stays, null takes back what was chosen.';

@InputType({ description: 'A plugin to enable.' })
export class EnablePluginInput {
  @TextField({ description: 'Name of the plugin.', max: 40 })
  plugin: string;
  @ValueField(() => JsonScalar, { description: SETTINGS, nullable: true })
  settings?: unknown;
}

@InputType({ description: 'A plugin to disable.' })
export class DisablePluginInput {
  @TextField({ description: 'Name of the plugin.', max: 40 })
  plugin: string;
}

@InputType({ description: 'Other settings of a plugin.' })
export class UpdatePluginSettingsInput {
  @TextField({ description: 'Name of the plugin.', max: 40 })
  plugin: string;
  @VersionField()
  version: number;
  @ValueField(() => JsonScalar, { description: SETTINGS })
  settings: unknown;
}

@ObjectType({ description: 'The plugin after the change.' })
export class PluginPayload {
  @Field(() => Plugin, { description: 'The plugin.' })
  plugin: Plugin;
}
