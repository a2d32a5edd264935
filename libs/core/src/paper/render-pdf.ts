import pdfmake from 'pdfmake';

const FONTS = {
  normal: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
};

pdfmake.setFonts({ NotoSansSC: FONTS });
// Texts of people go into a document: nothing in it is fetched, from the net or from the disk.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => Object.values(FONTS).includes(path));

/** What is to be printed, in the form of pdfmake. */
export type Paper = Parameters<typeof pdfmake.createPdf>[0];

/** A PDF with the letters it uses embedded, Chinese ones too. */
export const renderPdf = (definition: Paper): Promise<Buffer> =>
  pdfmake
    .createPdf({
      ...{ pageSize: 'A4', pageMargins: [40, 40, 40, 48] },
      defaultStyle: { font: 'NotoSansSC', fontSize: 9, lineHeight: 1.15 },
      ...definition,
    })
    .getBuffer();
