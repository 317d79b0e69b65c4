// A small PDF of an article that is not among the samples, with everything that a form asks for printed on it.

/** An article's first page: `lines` as [size, text]; texts in the Windows encoding. */
export function articlePdf(lines) {
  const escaped = (text) => text.replace(/([\\()])/gu, '\\$1');
  let height = 800;
  const drawn = lines.map(([size, text]) => {
    height -= size * 1.6;
    return `BT /F ${size} Tf 72 ${height.toFixed(1)} Td (${escaped(text)}) Tj ET`;
  });
  const content = drawn.join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** An article in a journal, with its DOI. */
export function articleWithDoi(doi) {
  return articlePdf([
    [9, 'Revue des essais du Nord, vol. 4, no 2, 2024, p. 11-19. ISSN 0317-8471'],
    [9, `https://doi.org/${doi}`],
    [20, 'Le givre sur les fils du tramway en hiver'],
    [12, 'Ad\u00e8le Montreuil, Luc Saint-Onge'],
    [9, 'Universit\u00e9 Laval, Qu\u00e9bec'],
    [11, 'R\u00e9sum\u00e9'],
    [10, 'Le givre ralentit les tramways. Nous avons mesur\u00e9 son \u00e9paisseur pendant trois hivers.'],
    [10, 'Les fils chauff\u00e9s la nuit n\u2019en portent presque plus, et les retards diminuent de moiti\u00e9.'],
    [10, 'Mots-cl\u00e9s : givre, tramway, hiver'],
    [9, 'Re\u00e7u le 3 mars 2024. Accept\u00e9 le 2 mai 2024. Publi\u00e9 en ligne le 14 mai 2024.'],
    [9, 'Cet article est publi\u00e9 sous licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).'],
    [11, '1. Introduction'],
    [10, 'Les tramways roulent toute l\u2019ann\u00e9e, et le givre les arr\u00eate parfois pendant des heures enti\u00e8res.'],
  ].map(([size, text]) => [size, text.replace(/\u2019/gu, "'")]));
}
