//! Writes small PDFs: one text a page, in Helvetica with the Windows encoding.

use std::fmt::Write;

/// A PDF with one page for each text; lines are separated by `\n`, the first line of all is set large, as a title is.
pub(crate) fn pdf(pages: &[&str]) -> Vec<u8> {
    let contents = pages.iter().enumerate().map(|(number, text)| content(text, number == 0)).collect();
    of_contents(contents)
}

/// A PDF as [`pdf`] makes it, with drawing operators behind the text of its last page.
pub(crate) fn drawn_pdf(pages: &[&str], operators: &str) -> Vec<u8> {
    let mut contents: Vec<_> = pages.iter().enumerate().map(|(number, text)| content(text, number == 0)).collect();
    if let Some(last) = contents.last_mut() {
        last.push(b'\n');
        last.extend(operators.bytes());
    }
    of_contents(contents)
}

fn of_contents(pages: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()).into_bytes());
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec());
    for (number, content) in pages.into_iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * number
        );
        objects.push(page.into_bytes());
        let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
    }
    assemble(&objects)
}

fn content(text: &str, titled: bool) -> Vec<u8> {
    let mut bytes = b"BT 72 770 Td 14 TL ".to_vec();
    for (at, line) in text.lines().enumerate() {
        let size = if titled && at == 0 { 18 } else { 10 };
        bytes.extend(format!("/F1 {size} Tf (").bytes());
        for c in line.chars() {
            if matches!(c, '(' | ')' | '\\') {
                bytes.push(b'\\');
            }
            bytes.push(windows_1252(c));
        }
        bytes.extend(b") Tj T* ");
    }
    bytes.extend(b"ET");
    bytes
}

fn windows_1252(c: char) -> u8 {
    match c {
        'œ' => 0x9C,
        '’' => 0x92,
        '–' => 0x96,
        _ => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    }
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        file.extend(format!("{} 0 obj\n", number + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.bytes());
    file.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    file
}
