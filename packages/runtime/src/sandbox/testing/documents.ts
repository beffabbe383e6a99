import { deflateRawSync } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';

const zip = (parts: Record<string, string>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])) satisfies Zippable,
  );

/** A Word document of these paragraphs; the first is a heading. `extra` are parts put in as they are. */
export function docx(paragraphs: string[], extra: Record<string, string> = {}): Uint8Array {
  const body = paragraphs
    .map(
      (text, index) =>
        `<w:p>${index === 0 ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`,
    )
    .join('');
  return zip({ 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>`, ...extra });
}

/** A workbook of one sheet: shared texts, a date by its style, and a number. */
export function xlsx(): Uint8Array {
  return zip({
    'xl/workbook.xml': '<workbook><sheets><sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/sharedStrings.xml':
      '<sst><si><t>姓名</t><rPh><t>xingming</t></rPh></si><si><t>金额</t></si><si><t>日期</t></si><si><r><t>王</t></r><r><t>芳</t></r></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
      <row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>12.5</v></c><c r="C2" s="1"><v>45292</v></c></row>
      <row r="3"><c r="A3" t="inlineStr"><is><t>Li &amp; Co</t></is></c><c r="C3" s="1"><v>45657</v></c></row>
    </sheetData></worksheet>`,
  });
}

export const pptx = (): Uint8Array =>
  zip({
    'ppt/slides/slide2.xml': '<p:sld><p:sp><a:p><a:r><a:t>Second</a:t></a:r></a:p></p:sp></p:sld>',
    'ppt/slides/slide1.xml':
      '<p:sld><p:sp><p:nvPr><p:ph type="title"/></p:nvPr><a:p><a:r><a:t>路线图</a:t></a:r></a:p></p:sp></p:sld>',
    'ppt/notesSlides/notesSlide1.xml': '<p:notes><a:p><a:r><a:t>Say hello</a:t></a:r></a:p></p:notes>',
  });

export const odt = (): Uint8Array =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<office:text><text:h text:outline-level="1">会议</text:h><text:p>One<text:tab/>two<text:line-break/>three</text:p></office:text>',
  });

/** A PDF of one page with one line in a font that every reader has. */
export function pdf(line: string): Uint8Array {
  const stream = line === '' ? '' : `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return strToU8(
    `${file}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF`,
  );
}

/** A Word document of so many zeros, packed small, that says it holds `saidBytes`. */
export function zipBomb(unpackedBytes: number, saidBytes: number): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(unpackedBytes));
  const name = Buffer.from('word/document.xml');
  const DEFLATED = 8;
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(saidBytes, 8);
  sizes.writeUInt16LE(name.length, 12);
  const method = Buffer.from([20, 0, 0, 0, DEFLATED, 0, 0, 0, 0, 0]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), method, sizes, name, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), method, sizes, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
