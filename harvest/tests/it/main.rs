//! The protocol as a harvester meets it: requests to a small provider in memory, answers read back as XML.
//!
//! Test names begin with the point of the protocol that they hold; the repository under test is in `memory`.

#[cfg(test)]
#[cfg(feature = "client")]
mod client;
#[cfg(test)]
mod dom;
#[cfg(test)]
mod endpoint;
#[cfg(test)]
mod envelope;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod identify;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod records;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod selection;
#[cfg(test)]
mod sets;
#[cfg(test)]
mod tokens;
