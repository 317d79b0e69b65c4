// A large PDF made here: many pages, each with text and a picture of noise that nothing can compress.

/** What stands on a page. */
export const textOfPage = (number) => `Page ${number} of a large file`;

/** Noise that is the same each time. */
function noise(length, seed) {
  const bytes = Buffer.alloc(length);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A PDF of some pages whose pictures take so many bytes each; its table of objects stands at the end (ISO 32000-2 §7.5). */
export function bigPdf(pages, bytesEach) {
  const parts = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  const places = [];
  let length = parts[0].length;
  const add = (...pieces) => {
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
      parts.push(bytes);
      length += bytes.length;
    }
  };
  const object = (number, ...pieces) => {
    places[number] = length;
    add(`${number} 0 obj\n`, ...pieces, '\nendobj\n');
  };
  const kids = Array.from({ length: pages }, (_, at) => `${4 + at * 3} 0 R`).join(' ');
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  object(2, `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`);
  object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const side = Math.floor(Math.sqrt(bytesEach));
  for (let page = 1; page <= pages; page += 1) {
    const first = 1 + page * 3;
    const drawing = `BT /F 24 Tf 72 700 Td (${textOfPage(page)}) Tj ET q 300 0 0 300 72 300 cm /N Do Q`;
    object(first, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${first + 1} 0 R /Resources << /Font << /F 3 0 R >> /XObject << /N ${first + 2} 0 R >> >> >>`);
    object(first + 1, `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`);
    object(first + 2, `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 8 /ColorSpace /DeviceGray /Length ${side * side} >>\nstream\n`, noise(side * side, page), '\nendstream');
  }
  const table = length;
  const count = 4 + pages * 3;
  const entry = (at) => `${String(at).padStart(10, '0')} 00000 n \n`;
  add(`xref\n0 ${count}\n0000000000 65535 f \n`, Array.from({ length: count - 1 }, (_, at) => entry(places[at + 1])).join(''));
  add(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(parts);
}
