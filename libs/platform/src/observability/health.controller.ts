import { Public } from '@atrium/sdk';
import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { Readiness } from './readiness';

/** What a supervisor asks: restart me when not live, send me no requests when not ready. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Public('tells nothing but that the process answers')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('tells nothing but whether requests can be served')
  async ready(): Promise<{ status: 'ok' }> {
    const problem = await this.readiness.problem();
    if (problem !== null) throw new ServiceUnavailableException(problem);
    return { status: 'ok' };
  }
}
