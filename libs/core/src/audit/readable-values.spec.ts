import { decodeId, defineView, encodeId, f, newId } from '@atrium/sdk';
import { readableId, readableValues } from './readable-values';

const uuid = newId();

beforeAll(() => {
  defineView({ type: 'Shelf', idType: 'shelf', table: 'atrium.shelf', fields: { id: f.id('shelf') } });
  defineView({ type: 'BookCopy', idType: 'copy', table: 'atrium.book_copy', fields: { id: f.id('copy') } });
});

describe('readableValues', () => {
  it('spells names as the API does', () => {
    expect(readableValues({ gross_area: '89.37', name: '和园', floor_2_count: 3, active: null })).toEqual({
      grossArea: '89.37',
      name: '和园',
      floor2Count: 3,
      active: null,
    });
  });

  it('shows references as ids where their kind is known', () => {
    expect(readableValues({ shelf_id: uuid, mystery_id: uuid, note: uuid })).toEqual({
      shelfId: encodeId('shelf', uuid),
      mysteryId: uuid,
      note: uuid,
    });
    expect(readableValues({ shelf_id: null })).toEqual({ shelfId: null });
  });

  it('leaves out what the database derives, and the id that stands beside', () => {
    expect(readableValues({ id: uuid, email: 'A@x', email_lower: 'a@x', sort_key: 'a', search_tokens: 'a' })).toEqual({
      email: 'A@x',
    });
  });
});

describe('readableId', () => {
  it('has the prefix of the table’s view, or its name', () => {
    expect(decodeId(readableId('book_copy', uuid))).toEqual({ ok: true, type: 'copy', uuid });
    expect(decodeId(readableId('staff_role', uuid))).toEqual({ ok: true, type: 'staff_role', uuid });
  });
});
