import fc from 'fast-check';
import { defineMessages } from '../errors/messages';
import { CERTAIN_MATCH, checkMapping, proposeMapping } from './column-mapping';
import { fieldType } from './field-types';
import type { ImportFields } from './import-kind';

const m = defineMessages('t', {
  community: { en: 'Community', 'zh-CN': '小区' },
  building: { en: 'Building', 'zh-CN': '楼栋' },
  unitCode: { en: 'Unit', 'zh-CN': '房号' },
  grossArea: { en: 'Gross area (m²)', 'zh-CN': '建筑面积（㎡）' },
  netArea: { en: 'Net area (m²)', 'zh-CN': '套内面积（㎡）' },
  phone: { en: 'Phone', 'zh-CN': '电话' },
});
const type = fieldType.text({ max: 100 });
const field = (key: keyof typeof m, synonyms: string[] = [], required = false) => ({
  title: m[key],
  description: m[key],
  type,
  synonyms,
  required,
});
const fields: ImportFields = {
  community: field('community', ['小区名称', '项目', 'compound', 'estate', 'Address']),
  building: field('building', ['楼号', '幢', 'block'], true),
  unitCode: field('unitCode', ['房间号', '户号', 'apartment', 'flat', 'Unit Name'], true),
  grossArea: field('grossArea', ['面积', 'area', '产权面积']),
  netArea: field('netArea', ['套内建筑面积', '使用面积']),
  phone: field('phone', ['手机', '联系电话', 'mobile']),
};

describe('proposeMapping', () => {
  it.each([
    ['小区', 'community', 'EXACT', 1],
    ['grossArea', 'grossArea', 'EXACT', 1],
    ['Gross area (m²)', 'grossArea', 'EXACT', 1],
    [' 楼栋 ', 'building', 'EXACT', 1],
    ['GROSS_AREA', 'grossArea', 'NORMALISED', 0.97],
    ['建筑面积', 'grossArea', 'NORMALISED', 0.97],
    ['建筑面积(平方米)', 'grossArea', 'NORMALISED', 0.92],
    ['建筑面积 ㎡', 'grossArea', 'NORMALISED', 0.97],
    ['建筑面积平方米', 'grossArea', 'NORMALISED', 0.92],
    ['【必填】楼　栋*', 'building', 'NORMALISED', 0.92],
    ['ＰＨＯＮＥ', 'phone', 'NORMALISED', 0.97],
    ['小区名称', 'community', 'ALIAS', 0.95],
    ['联系电话：', 'phone', 'ALIAS', 0.95],
    ['Unit name', 'unitCode', 'ALIAS', 0.95],
    ['area, sq m', 'grossArea', 'ALIAS', 0.9],
    ['手机（本人）', 'phone', 'ALIAS', 0.9],
  ] as const)('%j is %s: %s, %d', (header, name, match, confidence) => {
    const proposal = proposeMapping([header], fields);
    expect(proposal.matches).toEqual([{ field: name, header, match, confidence }]);
    expect(proposal.mapping).toEqual({ [name]: header });
    expect(proposal.unmappedHeaders).toEqual([]);
  });

  it.each([
    ['Adress', 'community'],
    ['Buildings', 'building'],
    ['所属小区名称', 'community'],
    ['Compound name', 'community'],
  ])('%s looks like %s, and a person should confirm it', (header, name) => {
    const [found] = proposeMapping([header], fields).matches;
    expect(found).toMatchObject({ field: name, header, match: 'FUZZY' });
    expect(found?.confidence).toBeLessThan(CERTAIN_MATCH);
    expect(found?.confidence).toBeGreaterThan(0.4);
  });

  it.each(['备注', 'Remarks', 'No.', 'x', '区', '邮编', 'Residents per building permit of the authority'])(
    '%s is left alone',
    (header) => {
      const proposal = proposeMapping([header], fields);
      expect(proposal.matches).toEqual([]);
      expect(proposal.unmappedHeaders).toEqual([header]);
      expect(proposal.missingFields).toEqual(['building', 'unitCode']);
    },
  );

  it('gives each column once, to the field it fits best', () => {
    const proposal = proposeMapping(['电话', '手机', '套内建筑面积', '建筑面积', '楼栋', '房间号', ''], fields);
    expect(proposal.mapping).toEqual({
      building: '楼栋',
      unitCode: '房间号',
      grossArea: '建筑面积',
      netArea: '套内建筑面积',
      phone: '电话',
    });
    expect(proposal.unmappedHeaders).toEqual(['手机']);
    expect(proposal.missingFields).toEqual([]);
  });

  it('the saved mapping wins where its columns are there', () => {
    const headers = ['Haus', 'Wohnung', '小区', '电话', 'Fläche'];
    const saved = { building: 'haus', unitCode: 'Wohnung', grossArea: 'Grundfläche', phone: '', community: 'Fläche' };
    const proposal = proposeMapping(headers, fields, saved);
    expect(proposal.mapping).toEqual({ community: 'Fläche', building: 'Haus', unitCode: 'Wohnung' });
    expect(proposal.matches.every(({ match, confidence }) => match === 'SAVED' && confidence === 1)).toBe(true);
    expect(proposal.unmappedHeaders).toEqual(['小区', '电话']);
  });

  it('real headers of another product', () => {
    expect(proposeMapping(['Address', 'Unit Name', 'Phone', 'Full Name'], fields).mapping).toEqual({
      community: 'Address',
      unitCode: 'Unit Name',
      phone: 'Phone',
    });
  });

  const anyHeader = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('小区', '楼栋', '房号', '面积', 'area', 'AREA', '面积(㎡)', '电话', '手机', 'Phone', 'Blocks', ''),
  );

  it('never uses a column twice nor loses one, and proposes the same once it is saved', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyHeader, { maxLength: 12 }), (headers) => {
        const { mapping, unmappedHeaders } = proposeMapping(headers, fields);
        const mapped = Object.values(mapping);
        expect(new Set(mapped).size).toBe(mapped.length);
        expect([...mapped, ...unmappedHeaders].sort()).toEqual(headers.filter((h) => h.trim() !== '').sort());
        const again = proposeMapping(headers, fields, mapping);
        expect(again.mapping).toEqual(mapping);
        const missing = checkMapping(headers, fields, mapping).map((problem) => problem.code);
        expect(missing.every((code) => code === 'FIELD_NOT_MAPPED')).toBe(true);
      }),
    );
  });

  it('spelling, width and remarks do not matter', () => {
    const name = fc.constantFrom(...Object.values(m).flatMap(({ text }) => Object.values(text)));
    const spelt = fc.constantFrom<(text: string) => string>(
      (text) => text.toUpperCase(),
      (text) => ` ${text.split('').join(' ')}`,
      (text) => `${text}*`,
      (text) => `${text}（必填）`,
      (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    );
    fc.assert(
      fc.property(name, spelt, (title, spell) => {
        const expected = proposeMapping([title], fields).matches[0]?.field;
        const [found] = proposeMapping([spell(title)], fields).matches;
        expect(found?.field).toBe(expected);
        expect(found?.confidence).toBeGreaterThanOrEqual(CERTAIN_MATCH);
      }),
    );
  });
});

describe('checkMapping', () => {
  it('accepts what can be used', () => {
    expect(checkMapping(['H', 'W'], fields, { building: 'H', unitCode: 'W', phone: '' })).toEqual([]);
  });

  it('names everything that is wrong', () => {
    expect(checkMapping(['H', 'W'], fields, { building: 'H', phone: 'H', grossArea: 'F', roof: 'W' })).toEqual([
      { code: 'UNKNOWN_HEADER', field: 'grossArea', header: 'F', allowed: ['H', 'W'] },
      { code: 'UNKNOWN_FIELD', field: 'roof', allowed: Object.keys(fields) },
      { code: 'HEADER_USED_TWICE', header: 'H', fields: ['building', 'phone'] },
      { code: 'FIELD_NOT_MAPPED', field: 'unitCode' },
    ]);
  });
});
