import { Provisions, type ProvisionStep, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { publishReady } from '../survey/ready-survey';
import { readyTemplate, readyTemplateName } from './ready-template';

/** A questionnaire to begin with, published. */
@Injectable()
@Provisions()
export class ProvisionTemplate implements ProvisionStep {
  async provision({ locale }: TenantRef): Promise<void> {
    await publishReady(readyTemplateName[locale], readyTemplate, locale);
  }
}
