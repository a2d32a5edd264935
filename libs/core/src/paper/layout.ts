import { context, defineMessages, type Message, type MessageParams, renderMessage } from '@atrium/sdk';
import type { Content, TableCell } from 'pdfmake';
import type { Paper } from './render-pdf';

const messages = defineMessages('paper', {
  page: { en: 'Page {n} of {of}', 'zh-CN': '第 {n} 页，共 {of} 页' },
});

/** In the language of the document. */
export const word = (message: Message, params: MessageParams = {}): string =>
  renderMessage(message, context().locale, params);

/** Company, title, and what stands to the right of it. */
export const heading = (company: string, title: string, right: readonly string[]): Content[] => [
  { text: company, fontSize: 11, alignment: 'center' },
  { text: title, fontSize: 17, bold: true, alignment: 'center', margin: [0, 2, 0, 6] },
  {
    columns: right.map((text, index) => ({ text, alignment: index === right.length - 1 ? 'right' : 'left' })),
    margin: [0, 0, 0, 6],
  },
];

/** Names with their values, two a line. */
export function facts(pairs: readonly (readonly [name: string, value: string | null])[]): Content {
  const shown = pairs.filter(([, value]) => value !== null && value !== '');
  const cells = shown.map(([name, value]): TableCell[] => [{ text: name, color: '#555' }, value!]);
  const rows: TableCell[][] = [];
  for (let at = 0; at < cells.length; at += 2) rows.push([...cells[at]!, ...(cells[at + 1] ?? ['', ''])]);
  return { table: { widths: [60, '*', 60, '*'], body: rows }, layout: 'noBorders', margin: [0, 0, 0, 8] };
}

/** A table with a head; columns from `amounts` on stand to the right. The last row can be a total. */
export function ruled(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { amounts, total, widths }: { amounts: number; total?: readonly string[]; widths?: readonly (string | number)[] },
): Content {
  const side = (index: number) => (index >= amounts ? ('right' as const) : ('left' as const));
  const line = (cells: readonly string[], bold: boolean): TableCell[] =>
    cells.map((text, index) => ({ text, alignment: side(index), bold }));
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [...(widths ?? head.map(() => '*'))],
      body: [
        head.map((text, index) => ({ text, bold: true, alignment: side(index), fillColor: '#f0f2f5' })),
        ...rows.map((row) => line(row, false)),
        ...(total ? [line(total, true)] : []),
      ],
    },
    layout: { hLineColor: '#999', vLineColor: '#ccc', hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
    margin: [0, 0, 0, 8],
  };
}

/** A whole document with numbered pages. @param stamp across every page, such as that it is void */
export const paper = (title: string, content: Content[], stamp: string | null = null): Paper => ({
  info: { title },
  content,
  footer: (n, of) => ({
    text: word(messages.page, { n, of }),
    alignment: 'center',
    fontSize: 8,
    color: '#777',
    margin: [0, 12, 0, 0],
  }),
  ...(stamp === null ? {} : { watermark: { text: stamp, color: '#c00', opacity: 0.18, bold: true } }),
});
