import { defineView, extendView, f } from './view';

describe('extendView', () => {
  const fields = { id: f.id('drawer') };
  const view = defineView({ type: 'Drawer', idType: 'drawer', table: 'atrium.drawer', fields });

  it('adds fields to what queries over the type can select', () => {
    const label = f.column('label');
    extendView(view, { label });
    expect(view.fields).toEqual({ id: fields.id, label });
  });

  it('refuses a field that is there, and adds none of the others', () => {
    expect(() => extendView(view, { size: f.column('size'), id: f.column('id') })).toThrow(
      'Drawer.id is declared twice',
    );
    expect(view.fields).not.toHaveProperty('size');
  });
});
