//! The deposit: a file or a record comes in (`entrance`, in pieces over `upload`), fills a form (`form`, `sourced`), is saved as it is corrected
//! (`save`) and handed in (`handlers`); `beside` tells of articles that are here already and of awards, `journal` of what the journal allows. Nothing is public before a curator has seen it.

mod beside;
pub(crate) mod entrance;
pub(crate) mod form;
pub(crate) mod handlers;
mod journal;
pub(crate) mod save;
mod sourced;
pub(crate) mod upload;

#[cfg(test)]
mod tests;
