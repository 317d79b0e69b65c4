//! What `ingest` finds in the paths it is given: files with their descriptions.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::domain::Metadata;
use crate::metadata::{read_csv, read_json};

/// A file to take in.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The PDF of the same article, beside a JATS file of the same name.
    pub(super) pdf: Option<PathBuf>,
    /// What its sidecar says; the reason when the sidecar cannot be read.
    pub(super) metadata: Result<Metadata, String>,
}

/// What the CSV files of a folder say of its files.
#[derive(Default)]
struct FolderSheet {
    rows: HashMap<String, Metadata>,
    /// The first fault of a table: a file that no good row describes is not taken then, lest it go public undescribed.
    fault: Option<String>,
    complaints: Vec<String>,
}

/// Finds the files below some paths, in the order of their names, each with its sidecar; and what is wrong beside them.
///
/// A folder gives its `.pdf` and `.xml` files and those of its folders; a file named directly is always taken, so that
/// it is refused with a reason if it is of another type. `article.pdf` beside `article.xml` is the same article: its
/// figures are shown from it. Sidecars: `article.json` beside `article.pdf`, or a `.csv` with a `file` column for its
/// whole folder.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut complaints) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            walk(path, &mut entries, &mut complaints);
        } else {
            let sheet = path.parent().map(sheet_of).unwrap_or_default();
            entries.push(entry(path, &sheet));
            complaints.extend(sheet.complaints);
        }
    }
    (entries, complaints)
}

fn walk(folder: &Path, entries: &mut Vec<Entry>, complaints: &mut Vec<String>) {
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) => return complaints.push(format!("{}: the folder cannot be read: {error}", folder.display())),
    };
    let mut paths: Vec<PathBuf> = listed.filter_map(|item| item.ok().map(|item| item.path())).collect();
    paths.sort();
    let mut sheet = sheet_of(folder);
    complaints.append(&mut sheet.complaints);
    for name in sheet.rows.keys().filter(|name| !folder.join(name).exists()) {
        complaints.push(format!("{}: a table describes {name:?}, which is not there", folder.display()));
    }
    let is_printed = |pdf: &PathBuf| {
        let is_twin = |other: &PathBuf| has_extension(other, "xml") && other.file_stem() == pdf.file_stem();
        has_extension(pdf, "pdf") && paths.iter().any(is_twin)
    };
    let (printed, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(is_printed);
    for path in paths {
        let is_link = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
        if path.is_dir() && !is_link {
            walk(&path, entries, complaints);
        } else if has_extension(&path, "pdf") || has_extension(&path, "xml") {
            let pdf = printed.iter().find(|pdf| pdf.file_stem() == path.file_stem()).cloned();
            entries.push(Entry { pdf, ..entry(&path, &sheet) });
        }
    }
}

fn entry(path: &Path, sheet: &FolderSheet) -> Entry {
    let sidecar = path.with_extension("json");
    let metadata = match std::fs::read(&sidecar) {
        Ok(bytes) => {
            read_json(&bytes).map_err(|error| format!("its sidecar {}: {}", file_name(&sidecar), chain(&error)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => sheet.describe(&file_name(path)),
        Err(error) => Err(format!("its sidecar {} cannot be read: {error}", file_name(&sidecar))),
    };
    Entry { path: path.to_owned(), pdf: None, metadata }
}

impl FolderSheet {
    fn describe(&self, name: &str) -> Result<Metadata, String> {
        match (self.rows.get(name), &self.fault) {
            (Some(metadata), _) => Ok(metadata.clone()),
            (None, Some(fault)) => Err(format!("the table of its folder has a fault, correct it first: {fault}")),
            (None, None) => Ok(Metadata::default()),
        }
    }
}

/// An error with what led to it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error} ({})", chain(source)),
        None => error.to_string(),
    }
}

/// Reads the CSV files of a folder that describe its files; award registers and other tables are passed over.
fn sheet_of(folder: &Path) -> FolderSheet {
    let mut sheet = FolderSheet::default();
    let listed = std::fs::read_dir(folder).into_iter().flatten();
    let tables = listed.filter_map(|item| item.ok().map(|item| item.path())).filter(|path| has_extension(path, "csv"));
    for table in tables {
        let Ok(bytes) = std::fs::read(&table) else { continue };
        if !has_file_column(&bytes) {
            continue;
        }
        for row in read_csv(bytes.as_slice()) {
            match row {
                Ok((name, metadata)) => drop(sheet.rows.insert(name, metadata)),
                Err(error) => {
                    let fault = format!("{}: {}", file_name(&table), chain(&error));
                    sheet.complaints.push(format!("{}: {fault}", folder.display()));
                    sheet.fault.get_or_insert(fault);
                }
            }
        }
    }
    sheet
}

/// Whether the first line names a column `file`.
fn has_file_column(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(line);
    text.trim_start_matches('\u{feff}').split([',', ';', '\t']).any(|name| name.trim().trim_matches('"') == "file")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// The last segment of a path, for messages.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_files_in_order_with_their_sidecars() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("b.pdf", "");
        write("a.pdf", "");
        write("a.json", r#"{"title":{"fr":"Glace"}}"#);
        write("c/d.XML", "");
        write("c/d.json", "{");
        write("c/e.pdf", "");
        write("c/e.xml", "");
        write("note.txt", "");
        write("liste.csv", "file,title_fr\nb.pdf,Neige\n");
        let (entries, complaints) = find(&[folder.path().to_owned()]);
        let names: Vec<String> = entries.iter().map(|entry| file_name(&entry.path)).collect();
        assert_eq!(names, ["a.pdf", "b.pdf", "d.XML", "e.xml"]);
        let pdfs: Vec<_> = entries.iter().map(|entry| entry.pdf.as_deref().map(file_name)).collect();
        assert_eq!(pdfs, [None, None, None, Some("e.pdf".to_owned())]);
        assert!(complaints.is_empty(), "{complaints:?}");
        let title = |at: usize| entries[at].metadata.as_ref().unwrap().titles[0].text.clone();
        assert_eq!((title(0), title(1)), ("Glace".to_owned(), "Neige".to_owned()));
        assert!(entries[2].metadata.as_ref().unwrap_err().contains("d.json"));
    }

    #[test]
    fn a_table_with_a_fault_holds_back_the_files_that_it_does_not_describe() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.pdf", "");
        write("b.pdf", "");
        write("liste.csv", "file,title_fr,doi\na.pdf,Neige,10.5555/a\nb.pdf,Glace,not a DOI\nabsent.pdf,Pluie,\n");
        let (entries, complaints) = find(&[folder.path().to_owned()]);
        assert!(entries[0].metadata.is_ok());
        assert!(entries[1].metadata.as_ref().unwrap_err().contains("liste.csv"), "{:?}", entries[1]);
        assert!(complaints.iter().any(|complaint| complaint.contains("absent.pdf")), "{complaints:?}");
        write("liste.csv", "file,tilte\na.pdf,Neige\n");
        let (entries, _) = find(&[folder.path().to_owned()]);
        assert!(entries.iter().all(|entry| entry.metadata.is_err()), "{entries:?}");
    }
}
