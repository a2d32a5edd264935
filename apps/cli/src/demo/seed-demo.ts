import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export interface DemoLogins {
  readonly tenantSlug: string;
  readonly accounts: readonly { email: string; password: string; role: string }[];
}

export async function seedDemo(
  _api: NestFastifyApplication,
  _print: (line: string) => void,
): Promise<DemoLogins | null> {
  return null;
}
