import { allSurveyTriggers, currentTenant, InstalledPlugins, type SurveyTrigger } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/** What the company can have surveys sent after: a trigger of a plugin while that is enabled. */
@Injectable()
export class OfferedTriggers {
  constructor(private readonly plugins: InstalledPlugins) {}

  async all(): Promise<readonly SurveyTrigger[]> {
    const enabled = new Set(await this.plugins.enabledFor(currentTenant().id));
    return allSurveyTriggers().filter(({ plugin }) => plugin === null || enabled.has(plugin));
  }
}
