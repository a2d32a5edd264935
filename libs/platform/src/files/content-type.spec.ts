import { deflateRawSync } from 'node:zlib';
import { judgeType, sniff } from './content-type';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(20)]);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n');
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]);
const zip = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(26), deflateRawSync('x')]);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe.each([
  ['an image', png, ['image/png'], ['image/jpeg', 'text/csv', 'application/pdf']],
  ['another', jpeg, ['image/jpeg'], ['image/png']],
  ['a third', gif, ['image/gif'], ['image/webp', 'text/plain']],
  ['a document', pdf, ['application/pdf'], ['text/plain', 'image/png']],
  ['an archive', zip, [XLSX, 'application/zip'], ['application/pdf', 'application/vnd.ms-excel']],
  ['text', Buffer.from('房屋,面积\n1101,89\n'), ['text/csv', 'text/plain', 'application/json'], ['image/png', XLSX]],
  ['text that begins like a picture', Buffer.from('BM,MZ,GIF89a\n1,2,3\n'), ['text/csv'], ['image/gif']],
  ['text in GB18030', Buffer.from('b7bfcedd2cc3e6bbfd0a', 'hex'), ['text/csv'], []],
  ['text in UTF-16', Buffer.from('\ufeff房屋,a\n', 'utf16le'), ['text/csv'], []],
  ['noise', Buffer.from('000102030405060708', 'hex'), [], ['text/csv', 'image/png', 'application/pdf']],
])('%s', (_, content, right, wrong) => {
  it('is what it is, and anything where nothing was said', async () => {
    const found = await sniff(content);
    for (const type of [...right, 'application/octet-stream'])
      expect([type, judgeType(type, found)]).toEqual([type, { ok: true }]);
    for (const type of wrong) expect([type, judgeType(type, found).ok]).toEqual([type, false]);
  });
});

it('a program is taken as nothing', async () => {
  const found = await sniff(program);
  for (const type of ['application/octet-stream', 'application/pdf', 'text/csv']) {
    expect(judgeType(type, found)).toEqual({ ok: false, found: 'application/x-msdownload' });
  }
});
