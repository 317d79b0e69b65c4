//! What readers ask for, and the bare handler's answers of the same sizes.

use std::sync::Arc;
use std::time::Duration;

use super::load::{self, Load, Wanted};
use super::options::Options;
use crate::find;
use crate::server::Server;

/// Articles of the samples, whose files are there: at most so many numbers behind the generated ones.
const SAMPLES: u64 = 80;
/// Pages that are asked for once.
const ONCE: u64 = 20_000;
/// How long pages are asked for once.
const ONCE_TIME: Duration = Duration::from_secs(10);
const PLAIN: &str = "identity";
/// What browsers say.
const CODED: &str = "gzip, deflate, br, zstd";

/// Pages of one kind, of the program and of the bare handler.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) name: &'static str,
    /// Bytes of a page in the mean.
    pub(super) bytes: usize,
    pub(super) site: Load,
    pub(super) bare: Load,
}

/// Both servers, and how they are asked.
pub(super) struct Bench<'a> {
    pub(super) site: &'a Server,
    pub(super) bare: &'a Server,
    pub(super) options: &'a Options,
    pub(super) articles: u64,
}

impl Bench<'_> {
    /// All kinds, one after the other.
    pub(super) async fn all(&self) -> anyhow::Result<Vec<Measured>> {
        let queries = find::mixed(self.articles, self.options.different).into_iter().map(|asked| asked.path);
        let samples = |end: &'static str| {
            (self.articles + 1..=self.articles + SAMPLES).map(move |number| format!("/articles/{number}{end}"))
        };
        Ok(vec![
            self.once("article, once").await?,
            self.again("home", ["/".to_owned()], PLAIN).await?,
            self.again("article", self.some_articles(), PLAIN).await?,
            self.again("article, compressed", self.some_articles(), CODED).await?,
            self.again("search", queries, PLAIN).await?,
            self.again("reading page", samples("/lire"), PLAIN).await?,
            self.again("PDF viewer", samples("/pdf"), PLAIN).await?,
            self.again("PDF file", samples("/fichier.pdf"), PLAIN).await?,
        ])
    }

    /// Articles from all over the site.
    fn some_articles(&self) -> impl Iterator<Item = String> + use<> {
        spread(self.articles, self.options.different)
    }

    /// The same pages again and again.
    async fn again(
        &self,
        name: &'static str,
        paths: impl IntoIterator<Item = String>,
        coding: &'static str,
    ) -> anyhow::Result<Measured> {
        let sizes = load::sizes(self.site, paths, coding).await?;
        anyhow::ensure!(!sizes.is_empty(), "{name}: there is no such page");
        let bytes = sizes.iter().map(|(_, size)| size).sum::<usize>() / sizes.len();
        let bare = sizes.iter().map(|(_, size)| format!("/{size}")).collect();
        let site = Wanted { paths: Arc::new(sizes.into_iter().map(|(path, _)| path).collect()), coding, again: true };
        let bare = Wanted { paths: Arc::new(bare), coding: PLAIN, again: true };
        let mut measured = Measured { name, bytes, site: Load::default(), bare: Load::default() };
        for _ in 0..self.options.rounds {
            measured.bare.add(self.ask(self.bare, &bare).await?);
            measured.site.add(self.ask(self.site, &site).await?);
        }
        Ok(measured)
    }

    /// Each page once, so that nothing of it is kept anywhere.
    async fn once(&self, name: &'static str) -> anyhow::Result<Measured> {
        // Another place in the site than the articles that are asked for again; their sizes are much the same.
        let sizes = load::sizes(self.site, self.some_articles().take(20), PLAIN).await?;
        let bytes = sizes.iter().map(|(_, size)| size).sum::<usize>() / sizes.len().max(1);
        let paths = spread(self.articles, ONCE.min(self.articles)).collect();
        let site = Wanted { paths: Arc::new(paths), coding: PLAIN, again: false };
        let bare = Wanted { paths: Arc::new(vec![format!("/{bytes}")]), coding: PLAIN, again: true };
        let bare = self.ask(self.bare, &bare).await?;
        let site = load::ask(self.site, &site, self.options.connections, ONCE_TIME).await?;
        Ok(Measured { name, bytes, site, bare })
    }

    async fn ask(&self, server: &Server, wanted: &Wanted) -> anyhow::Result<Load> {
        load::ask(server, wanted, self.options.connections, Duration::from_secs_f64(self.options.seconds)).await
    }
}

/// So many of the articles, evenly.
fn spread(articles: u64, count: u64) -> impl Iterator<Item = String> {
    let step = (articles / count.max(1)).max(1);
    (0..count.min(articles)).map(move |place| format!("/articles/{}", place * step + 1))
}
