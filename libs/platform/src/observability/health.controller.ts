import { Public } from '@atrium/sdk';
import { type BeforeApplicationShutdown, Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Milliseconds the database may take to answer before the process counts as not ready. */
const PATIENCE_MS = 2000;

/** What a supervisor asks: restart me when not live, send me no requests when not ready. */
@Controller('health')
export class HealthController implements BeforeApplicationShutdown {
  private draining = false;

  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  beforeApplicationShutdown(): void {
    this.draining = true;
  }

  @Get('live')
  @Public('tells nothing but that the process answers')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('tells nothing but whether requests can be served')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.draining) throw new ServiceUnavailableException('shutting down');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
    });
    try {
      await Promise.race([this.source.query('SELECT 1'), late]);
    } catch {
      throw new ServiceUnavailableException('the database does not answer');
    } finally {
      clearTimeout(timer);
    }
    return { status: 'ok' };
  }
}
