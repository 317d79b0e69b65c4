//! `parvis extract` for people, `parvis extract-one` for the program itself.
//!
//! Neighbours: `service::read_file` reads, `web` lays out the accessible page. What is printed where is decided here.

mod grid;
mod message;
mod one;
mod pages;
mod watch;

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

pub(super) use one::ExtractOne;

use crate::domain::extraction::{Extraction, ExtractionFailure, Reading};
use crate::extract::{Limits, PlacedPage, placed_pages, to_text};
use crate::service::{read_file, read_file_text};
use crate::web::extracted_page;
use message::{Speaker, failure_key};
use pages::PageSet;
use watch::Watch;

/// Exit status when a file or the output cannot be opened, read or written.
const EXIT_UNOPENED: u8 = 1;
/// Exit status when the command line makes no sense.
const EXIT_USAGE: u8 = 2;
/// Exit status when nothing can be read from a file.
const EXIT_UNREADABLE: u8 = 3;
/// Exit status when a file takes too much time or memory.
const EXIT_LIMITS: u8 = 4;

const EXIT_HELP: &str = "\
Exit status (of several files, the highest):
  0  every file was read; what could not be read of it is told on standard error
  1  a file cannot be opened (missing, a folder, no permission), or the output cannot be written
  2  the command line makes no sense, or no page asked for exists
  3  nothing can be read from a file: empty, neither PDF nor JATS XML, password, damaged beyond repair
  4  a file takes more than 30 seconds or 470 MB of memory: the command ends there

Messages are in French where LC_ALL, LC_MESSAGES or LANG says so, else in English.";

/// `parvis extract FILE…`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_HELP)]
pub(super) struct Extract {
    /// PDF or JATS XML files; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Pages to print, such as 1-3,7 or 5- (the first page is 1)
    #[arg(long, value_parser = PageSet::parse)]
    pages: Option<PageSet>,
    /// Keep the text where it stands on the page: lines and columns in text, lines with their places in JSON
    #[arg(long)]
    layout: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The text in reading order, a form feed after each page
    Text,
    /// Pages, blocks with their places, and candidates for the metadata; places in points from the top left corner
    Json,
    /// One accessible page without anything outside it
    Html,
}

/// Why nothing is printed of a file.
enum Refusal {
    /// The file cannot be opened.
    Unopened(std::io::Error),
    /// The output cannot be written.
    Unwritten(std::io::Error),
    /// Nothing can be read.
    Unreadable(ExtractionFailure),
    /// The file has other pages only; how many.
    NoSuchPage(usize),
}

impl From<ExtractionFailure> for Refusal {
    fn from(failure: ExtractionFailure) -> Self {
        Self::Unreadable(failure)
    }
}

impl Extract {
    pub(super) fn run(&self) -> ExitCode {
        let speaker = Speaker::of(|name| std::env::var(name).ok());
        if self.format == Form::Html && (self.layout || self.files.len() > 1) {
            let key = if self.layout { "extract-layout-html" } else { "extract-one-page" };
            speaker.say(Path::new("--format html"), key);
            return ExitCode::from(EXIT_USAGE);
        }
        let watch = Watch::start(speaker, EXIT_LIMITS);
        let mut status = 0;
        for file in &self.files {
            watch.turn_to(file);
            match self.print(file, speaker) {
                Ok(()) => {}
                // Whoever reads our output has seen enough: `parvis extract FILE | head`.
                Err(Refusal::Unwritten(error)) if error.kind() == ErrorKind::BrokenPipe => break,
                Err(refusal) => status = status.max(tell(speaker, file, &refusal)),
            }
        }
        ExitCode::from(status)
    }

    fn print(&self, file: &Path, speaker: Speaker) -> Result<(), Refusal> {
        let bytes = read(file).map_err(Refusal::Unopened)?;
        let text = match (self.format, self.layout) {
            (Form::Text, true) => match placed_pages(&bytes, &Limits::default()) {
                Ok(pages) => grid::to_text(&self.chosen(pages, |page| page.number)?),
                // A JATS text has no places: its reading order is its layout.
                Err(ExtractionFailure::WrongType) => to_text(&self.reading(&bytes, file, speaker)?.extraction),
                Err(failure) => return Err(failure.into()),
            },
            (Form::Text, false) => to_text(&self.chosen_of(read_file_text(&bytes)?, file, speaker)?),
            (Form::Html, _) => extracted_page(&self.reading(&bytes, file, speaker)?, &name_of(file)),
            (Form::Json, _) => self.json(&bytes, file, speaker)?,
        };
        std::io::stdout().lock().write_all(text.as_bytes()).map_err(Refusal::Unwritten)
    }

    /// What was read from a file, without the pages that nobody asked for.
    fn reading(&self, bytes: &[u8], file: &Path, speaker: Speaker) -> Result<Reading, Refusal> {
        let Reading { metadata, extraction, sealed } = read_file(bytes)?;
        Ok(Reading { metadata, extraction: self.chosen_of(extraction, file, speaker)?, sealed })
    }

    /// What was read, without the pages that nobody asked for; says what could not be read.
    fn chosen_of(&self, extraction: Extraction, file: &Path, speaker: Speaker) -> Result<Extraction, Refusal> {
        let mut extraction = extraction;
        extraction.pages = self.chosen(extraction.pages, |page| page.number)?;
        extraction.warnings.retain(|warning| warning.page.is_none_or(|page| self.wants(page)));
        speaker.say_warnings(file, &extraction.warnings);
        Ok(extraction)
    }

    fn json(&self, bytes: &[u8], file: &Path, speaker: Speaker) -> Result<String, Refusal> {
        let reading = self.reading(bytes, file, speaker)?;
        let text = if self.layout
            && let Ok(placed) = placed_pages(bytes, &Limits::default())
        {
            with_lines(&reading, &self.chosen(placed, |page| page.number)?)
        } else {
            serde_json::to_string_pretty(&reading)
        };
        Ok(text.map_err(|error| Refusal::Unwritten(error.into()))? + "\n")
    }

    fn chosen<T>(&self, mut pages: Vec<T>, number: impl Fn(&T) -> u32) -> Result<Vec<T>, Refusal> {
        let count = pages.len();
        pages.retain(|page| self.wants(number(page)));
        if pages.is_empty() && count > 0 { Err(Refusal::NoSuchPage(count)) } else { Ok(pages) }
    }

    fn wants(&self, page: u32) -> bool {
        self.pages.as_ref().is_none_or(|pages| pages.contains(page))
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

/// The JSON of a reading whose pages have their lines as well.
fn with_lines(reading: &Reading, placed: &[PlacedPage]) -> serde_json::Result<String> {
    let mut value = serde_json::to_value(reading)?;
    if let Some(pages) = value.pointer_mut("/extraction/pages").and_then(serde_json::Value::as_array_mut) {
        for (page, placed) in pages.iter_mut().filter_map(serde_json::Value::as_object_mut).zip(placed) {
            page.insert("lines".to_owned(), serde_json::to_value(&placed.lines)?);
        }
    }
    serde_json::to_string_pretty(&value)
}

/// The name of a file without its folder, to call a page by when the text has no title.
fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Tells why nothing was printed; gives the exit status for it.
fn tell(speaker: Speaker, file: &Path, refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::Unopened(error) => {
            speaker.say_unopened(file, error);
            EXIT_UNOPENED
        }
        Refusal::Unwritten(error) => {
            speaker.say_unopened(Path::new("stdout"), error);
            EXIT_UNOPENED
        }
        Refusal::NoSuchPage(count) => {
            speaker.say_pages(file, *count);
            EXIT_USAGE
        }
        Refusal::Unreadable(ExtractionFailure::LimitsExceeded) => {
            speaker.say(file, "extract-limits");
            EXIT_LIMITS
        }
        Refusal::Unreadable(failure) => {
            speaker.say(file, failure_key(*failure));
            EXIT_UNREADABLE
        }
    }
}
