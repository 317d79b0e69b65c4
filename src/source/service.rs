//! Services of works as sources: what Crossref and `OpenAlex` share, behind their addresses or in files.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::files::{self, FilesWalk};
use super::works::{Asked, Works, WorksWalk};
use super::{Error, Found, Net, Result, Source, Walk, Wanted, check_address, funds_of};
use crate::domain::Fund;
use crate::domain::source::Place;
use crate::metadata::funder_ids;

/// A service of works as a source.
pub(super) struct Service(pub(super) &'static dyn Works);

impl Source for Service {
    fn kind(&self) -> &'static str {
        self.0.kind()
    }

    fn usual_address(&self) -> Option<&'static str> {
        Some(self.0.public_address())
    }

    fn probe<'a>(&'a self, net: &'a Net, wanted: &'a Wanted) -> BoxFuture<'a, Result<Found>> {
        async move {
            let funds = funds_of(wanted.set.as_deref())?;
            if let Some(files) = files::Place::of(net, &wanted.base_url) {
                files.check()?;
            } else {
                check_address(net, &wanted.base_url)?;
                let client = net.service_client(self.0.key(net))?;
                let base = wanted.base_url.trim().trim_end_matches('/');
                let asked = Asked { funds, ..Asked::default() };
                // No list where the service knows none of the funds.
                let first = self.0.lists(&asked).into_iter().next().ok_or(Error::NoFunder)?;
                let answer = client.get(&client.address(base, &first, &[])).await?;
                self.0.page(&answer).ok_or(Error::NoList)?;
            }
            Ok(Found { place: place(self.0, wanted), title: self.0.title().to_owned() })
        }
        .boxed()
    }

    fn walk(&self, net: &Net, place: &Place, mark: Option<&str>) -> Result<Box<dyn Walk>> {
        let funds = funds_of(place.set.as_deref())?;
        if let Some(files) = files::Place::of(net, &place.base_url) {
            return Ok(Box::new(FilesWalk::new(self.0, files, &names(&funds), mark)?));
        }
        let client = net.service_client(self.0.key(net))?;
        Ok(Box::new(WorksWalk::new(self.0, client, &place.base_url, funds, mark)?))
    }
}

/// The place of a service: its format is ours, its set the funds.
fn place(service: &dyn Works, wanted: &Wanted) -> Place {
    Place {
        kind: service.kind().to_owned(),
        base_url: wanted.base_url.trim().trim_end_matches('/').to_owned(),
        prefix: service.format().to_owned(),
        namespace: String::new(),
        schema: String::new(),
        format: service.format().to_owned(),
        set: wanted.set.clone(),
    }
}

/// Words of a work that names one of some funds: one of them stands in it somewhere.
fn names(funds: &[Fund]) -> Vec<String> {
    const IN_WORDS: [&str; 5] =
        ["fonds de recherche", "quebec research fund", "québec research fund", "frq", "10.69777/"];
    let of = |fund: &Fund| {
        let ids = funder_ids(*fund);
        let ror = ids.ror.rsplit('/').next().map(str::to_owned);
        let all = ids.crossref.iter().chain(ids.openalex).map(|id| (*id).to_owned());
        all.chain(ror).collect::<Vec<_>>()
    };
    funds.iter().flat_map(of).chain(IN_WORDS.map(str::to_owned)).collect()
}
