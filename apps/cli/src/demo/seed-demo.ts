import { type DemoRegister, generateDemoRegister, SignUpTenant } from '@atrium/core';
import { DemoPlugins } from '@atrium/platform';
import { db, PasswordHasher, pickLocale, systemActor, Transactions } from '@atrium/sdk';
import type { INestApplicationContext } from '@nestjs/common';
import { DemoWriter } from './demo-writer';

export interface DemoLogins {
  readonly tenantSlug: string;
  readonly accounts: readonly { email: string; password: string; role: string }[];
}

const SLUG = 'demo';
/** Known to everybody, like the company itself; neither is made in production mode. */
const PASSWORD = 'demo-和园-2026';
const ACTOR = systemActor('demo');

/**
 * Makes the demo company where it is missing and answers how to sign in. What a start that was cut off has not made, the
 * next one makes: the register is one transaction.
 */
export async function seedDemo(app: INestApplicationContext, print: (line: string) => void): Promise<DemoLogins> {
  const transactions = app.get(Transactions);
  const register = generateDemoRegister({ seed: 1 });
  const [admin] = register.staff;
  if (!admin) throw new Error('The demo register has no staff');

  let tenant = await transactions.findTenant({ slug: SLUG });
  if (!tenant) {
    print(`The demo company ${register.company.name} is made …`);
    const { name: company, locale, timeZone, currency } = register.company;
    const { name, email } = admin;
    await app.get(SignUpTenant).run(
      {
        company,
        slug: SLUG,
        locale: pickLocale(locale),
        timeZone,
        currency,
        admin: { name, email, password: PASSWORD },
      },
      'installation',
    );
    tenant = await transactions.findTenant({ slug: SLUG });
    if (!tenant) throw new Error(`The demo company "${SLUG}" was signed up and is not found`);
  }
  await transactions.run({ tenantId: tenant.id, actor: ACTOR, operation: 'seedDemo' }, async () => {
    const [found] = await db().query('SELECT FROM atrium.community LIMIT 1');
    if (found) return;
    const passwordHash = await app.get(PasswordHasher).hash(PASSWORD);
    await new DemoWriter(app, register, passwordHash).write();
  });
  await app.get(DemoPlugins, { strict: false }).show(tenant.id);
  return { tenantSlug: SLUG, accounts: loginsOf(register) };
}

/** The first of each role, who sees every community, and one who is limited to one. */
function loginsOf({ staff, communities }: DemoRegister): DemoLogins['accounts'] {
  const nameOf = (key: string): string => communities.find(({ externalId }) => externalId === key)?.name ?? key;
  const firsts = staff.filter(({ role }, index) => staff.findIndex((other) => other.role === role) === index);
  const limited = staff.find((member) => member.communities !== null);
  return [...firsts, ...(limited ? [limited] : [])].map(({ email, role, communities: scope }) => ({
    email,
    password: PASSWORD,
    role: scope === null ? role : `${role}, ${scope.map(nameOf).join('、')}`,
  }));
}
