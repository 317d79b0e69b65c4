//! `parvis extract` at the terminal: what it prints, what it says, how it ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::{pdf, program};

/// A folder with an article of two pages, an empty file and one that is no article.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let pages = ["Le chant des mésanges <b> de la rive", "Les oies blanches du fleuve & de la batture"];
        std::fs::write(folder.path("article.pdf"), pdf(&pages)).unwrap();
        std::fs::write(folder.path("empty.pdf"), b"").unwrap();
        std::fs::write(folder.path("picture.pdf"), b"\x89PNG\r\n\x1a\n0000").unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, language: &str, arguments: &[&str]) -> Output {
        self.command(language, arguments).output().unwrap()
    }

    fn command(&self, language: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.arg("extract").args(arguments).current_dir(self.0.path()).env("LC_ALL", language);
        command
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn text_comes_page_by_page_and_only_the_pages_asked_for() {
    let folder = Folder::new();
    let whole = text(&folder.run("C", &["article.pdf"]).stdout);
    assert_eq!(whole.matches('\u{c}').count(), 2, "{whole}");
    assert!(whole.contains("mésanges") && whole.contains("batture"), "{whole}");
    let second = text(&folder.run("C", &["article.pdf", "--pages", "2-"]).stdout);
    assert!(!second.contains("mésanges") && second.contains("batture"), "{second}");
    let placed = text(&folder.run("C", &["article.pdf", "--pages", "1", "--layout"]).stdout);
    assert!(placed.contains("mésanges") && !placed.contains("batture"), "{placed}");
}

#[test]
fn json_names_blocks_and_with_layout_lines_and_their_places() {
    let folder = Folder::new();
    let plain = folder.run("C", &["article.pdf", "--format", "json"]).stdout;
    let plain: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    assert!(plain["extraction"]["pages"][0]["blocks"][0]["bounds"]["x0"].is_number(), "{plain}");
    assert!(plain["extraction"]["pages"][0]["lines"].is_null(), "{plain}");
    let placed = folder.run("C", &["article.pdf", "--format", "json", "--layout", "--pages", "2"]).stdout;
    let placed: serde_json::Value = serde_json::from_slice(&placed).unwrap();
    let page = &placed["extraction"]["pages"][0];
    assert_eq!((page["number"].as_u64(), placed["extraction"]["pages"][1].is_null()), (Some(2), true));
    assert!(page["lines"][0]["text"].as_str().unwrap().contains("oies"), "{page}");
    assert!(page["lines"][0]["bounds"]["y1"].as_f64().unwrap() > 0.0, "{page}");
}

#[test]
fn html_is_one_page_that_escapes_what_it_shows() {
    let folder = Folder::new();
    let html = text(&folder.run("C", &["article.pdf", "--format", "html"]).stdout);
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{html}");
    assert!(html.contains("id=\"p2\"") && html.contains("<h1") && !html.contains("<b>"), "{html}");
}

#[test]
fn standard_input_and_several_files_are_read() {
    let folder = Folder::new();
    let mut child = folder.command("C", &["-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(folder.path("article.pdf")).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && text(&output.stdout).contains("mésanges"));
    let both = folder.run("C", &["article.pdf", "absent.pdf", "article.pdf"]);
    assert_eq!((both.status.code(), text(&both.stdout).matches("mésanges").count()), (Some(1), 2));
}

#[test]
fn what_cannot_be_read_is_said_in_both_languages_with_its_status() {
    let folder = Folder::new();
    let cases: [(&[&str], i32, &str, &str); 8] = [
        (&["absent.pdf"], 1, "absent.pdf: there is no such file", "n’existe pas"),
        (&["."], 1, "this is a folder", "un dossier"),
        (&["article.pdf", "--pages", "3"], 2, "pages from 1 to 2", "pages de 1 à 2"),
        (&["article.pdf", "--pages", "x"], 2, "1-3,7", "1-3,7"),
        (&["article.pdf", "--format", "html", "--layout"], 2, "--layout", "--layout"),
        (&["article.pdf", "article.pdf", "--format", "html"], 2, "one by one", "un à un"),
        (&["empty.pdf"], 3, "empty (0 bytes)", "vide (0 octet)"),
        (&["picture.pdf", "--layout"], 3, "neither a PDF", "ni un PDF"),
    ];
    for (arguments, status, english, french) in cases {
        for (language, expected) in [("C", english), ("fr_CA.UTF-8", french)] {
            let output = folder.run(language, arguments);
            assert_eq!(output.status.code(), Some(status), "{arguments:?}");
            let said = text(&output.stderr);
            assert!(said.contains(expected) && output.stdout.is_empty(), "{arguments:?} says {said}");
        }
    }
}

#[test]
fn the_help_tells_what_each_exit_status_means() {
    let help = text(&Command::new(program()).args(["extract", "--help"]).output().unwrap().stdout);
    for part in ["--pages", "--layout", "Exit status", "standard input"] {
        assert!(help.contains(part), "{part} in {help}");
    }
}

#[test]
fn samples_keep_their_words_in_every_form() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles/01-pergelisol-salluit.pdf");
    for form in [&["--format", "text"][..], &["--format", "html"], &["--format", "json"], &["--layout"]] {
        let output = Command::new(program()).arg("extract").arg(&sample).args(form).output().unwrap();
        let printed = text(&output.stdout);
        assert!(output.status.success() && printed.contains("glaciothèque"), "{form:?}");
    }
}
