import { attachment } from './file-routes';
import { safeName } from './pg-files';

it.each([
  ['units.csv', 'units.csv'],
  ['房屋 2026.xlsx', '房屋 2026.xlsx'],
  ['../../etc/passwd', '_/.._etc_passwd'.replace('/', '_')],
  ['C:\\temp\\a.csv', 'C__temp_a.csv'],
  ['a\u0000b\r\nc', 'a_b__c'],
  ['gpj.\u202egnp.exe', 'gpj._gnp.exe'],
  ['.htaccess', '_htaccess'],
  ['   ', 'file'],
  ['', 'file'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('the name %j becomes %j', (given, name) => expect(safeName(given)).toBe(name));

it.each([
  ['units.csv', `attachment; filename="units.csv"; filename*=UTF-8''units.csv`],
  ['房屋.csv', `attachment; filename="__.csv"; filename*=UTF-8''%E6%88%BF%E5%B1%8B.csv`],
  ['a"b%.csv', `attachment; filename="a_b_.csv"; filename*=UTF-8''a%22b%25.csv`],
  ["it's (1)*.csv", `attachment; filename="it's (1)*.csv"; filename*=UTF-8''it%27s%20%281%29%2A.csv`],
])('a download of %j is announced as %s', (name, header) => expect(attachment(name)).toBe(header));
