import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { decodeId, encodeId, newId } from './typed-id';

describe('encodeId', () => {
  it('writes every UUID as the TypeID library does, and it is read back', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = encodeId('unit', uuid);
        expect(id).toBe(TypeID.fromUUID('unit', uuid).toString());
        expect(decodeId(id, 'unit')).toEqual({ ok: true, type: 'unit', uuid });
      }),
    );
  });

  it.each([
    ['00000000-0000-0000-0000-000000000000', 'unit_00000000000000000000000000'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'unit_7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['01893726-efee-7f02-8fbf-9f2b7bc2f910', 'unit_01h4vjdvzefw18zfwz5dxw5y8g'],
  ])('%s is %s', (uuid, id) => expect(encodeId('unit', uuid)).toBe(id));

  it.each([
    '',
    '01893726efee7f028fbf9f2b7bc2f910',
    '01893726-EFEE-7f02-8fbf-9f2b7bc2f910',
    '01893726-efee-7f02-8fbf-9f2b7bc2f91',
    '01893726-efee-7f02-8fbf-9f2b7bc2f9101',
    '01893726-efee-7f02-8fbf-9f2b7bc2f91x',
    '01893726-efee-7f02-8fbf-9f2b7bc2f91é',
  ])('refuses %j', (text) => expect(() => encodeId('unit', text)).toThrow('Not a UUID'));
});

it('ids of one process ascend', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect([...ids].sort()).toEqual(ids);
});
