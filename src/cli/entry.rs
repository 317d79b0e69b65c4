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
    /// What its sidecar says; the reason when the sidecar cannot be read.
    pub(super) metadata: Result<Metadata, String>,
}

/// Descriptions of a folder's CSV, by file name.
type FolderSheet = HashMap<String, Result<Metadata, String>>;

/// Finds the files below some paths, in the order of their names, each with its sidecar.
///
/// A folder gives its `.pdf` and `.xml` files and those of its folders; a file named directly is always taken, so that
/// it is refused with a reason if it is of another type. Sidecars: `article.json` beside `article.pdf`, or a `.csv`
/// with a `file` column for its whole folder.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut complaints) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            walk(path, &mut entries, &mut complaints);
        } else {
            let (sheet, mut errors) = path.parent().map(sheet_of).unwrap_or_default();
            complaints.append(&mut errors);
            entries.push(entry(path, &sheet));
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
    let (sheet, mut errors) = sheet_of(folder);
    complaints.append(&mut errors);
    for path in paths {
        let is_link = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
        if path.is_dir() && !is_link {
            walk(&path, entries, complaints);
        } else if has_extension(&path, "pdf") || has_extension(&path, "xml") {
            entries.push(entry(&path, &sheet));
        }
    }
}

fn entry(path: &Path, sheet: &FolderSheet) -> Entry {
    let sidecar = path.with_extension("json");
    let from_sheet = || sheet.get(&file_name(path)).cloned().unwrap_or_else(|| Ok(Metadata::default()));
    let metadata = match std::fs::read(&sidecar) {
        Ok(bytes) => read_json(&bytes).map_err(|error| format!("its sidecar {}: {error}", file_name(&sidecar))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => from_sheet(),
        Err(error) => Err(format!("its sidecar {} cannot be read: {error}", file_name(&sidecar))),
    };
    Entry { path: path.to_owned(), metadata }
}

/// Reads the CSV files of a folder that describe its files; award registers and other tables are passed over.
fn sheet_of(folder: &Path) -> (FolderSheet, Vec<String>) {
    let (mut sheet, mut complaints) = (FolderSheet::new(), Vec::new());
    let listed = std::fs::read_dir(folder).into_iter().flatten();
    let tables = listed.filter_map(|item| item.ok().map(|item| item.path())).filter(|path| has_extension(path, "csv"));
    for table in tables {
        let Ok(bytes) = std::fs::read(&table) else { continue };
        if !has_file_column(&bytes) {
            continue;
        }
        for row in read_csv(bytes.as_slice()) {
            match row {
                Ok((name, metadata)) => drop(sheet.insert(name, Ok(metadata))),
                Err(error) => complaints.push(format!("{}: {error}", table.display())),
            }
        }
    }
    (sheet, complaints)
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
        write("note.txt", "");
        write("liste.csv", "file,title_fr\nb.pdf,Neige\n");
        let (entries, complaints) = find(&[folder.path().to_owned()]);
        let names: Vec<String> = entries.iter().map(|entry| file_name(&entry.path)).collect();
        assert_eq!(names, ["a.pdf", "b.pdf", "d.XML"]);
        assert!(complaints.is_empty(), "{complaints:?}");
        let title = |at: usize| entries[at].metadata.as_ref().unwrap().titles[0].text.clone();
        assert_eq!((title(0), title(1)), ("Glace".to_owned(), "Neige".to_owned()));
        assert!(entries[2].metadata.as_ref().unwrap_err().contains("d.json"));
    }
}
