import type { DemoRegister } from '@atrium/core';
import { createTableWriter } from '@atrium/platform';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** As companies have them; the importer finds the fields by these. */
const HEADERS = ['客户编号', '姓名', '电话', '身份证号', '房屋外部编号', '关系', '入住日期', '最后一天', '租约编号'];

/** Writes the register's customers, a line for each unit they have to do with; answers the file's path. */
export async function writeCustomers(folder: string, { customers, occupancies }: DemoRegister): Promise<string> {
  const path = join(folder, `customers-${customers.length}.csv`);
  const byKey = new Map(customers.map((customer) => [customer.externalId, customer]));
  const writer = createTableWriter({ format: 'csv', sink: createWriteStream(path), headers: HEADERS });
  await writer.writeRows(
    occupancies.map(({ externalId, customer, unit, kind, startsOn, endsOn }) => {
      const who = byKey.get(customer);
      const document = who?.kind === 'PERSON' ? who.identityNumber : who?.creditCode;
      return [
        customer,
        who?.name ?? null,
        who?.phones.join(';') ?? null,
        document ?? null,
        unit,
        kind,
        startsOn,
        endsOn,
        externalId,
      ];
    }),
  );
  await writer.end();
  return path;
}
