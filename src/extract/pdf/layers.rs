//! Optional content (ISO 32000-2 §8.11): which layers a reader does not see when the document is opened.

use std::collections::HashSet;

use hayro_syntax::object::dict::keys::{BASE_STATE, D, OC, OCGS, OCPROPERTIES, OFF, ON, P, TYPE};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

/// Most layers that are looked at in one list.
const MOST_LAYERS: usize = 10_000;

/// The layers that the default configuration of the document switches off.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the default configuration from the catalog.
    pub(super) fn new(catalog: &Dict<'_>) -> Self {
        let Some(properties) = catalog.get::<Dict<'_>>(OCPROPERTIES) else { return Self::default() };
        let config = properties.get::<Dict<'_>>(D).unwrap_or_default();
        let mut off = HashSet::new();
        if config.get::<Name<'_>>(BASE_STATE).is_some_and(|state| state.as_ref() == OFF) {
            off.extend(references(&properties, OCGS));
            for layer in references(&config, ON) {
                off.remove(&layer);
            }
        }
        off.extend(references(&config, OFF));
        Self { off }
    }

    /// Whether a dictionary with an `OC` entry (form, annotation) belongs to a layer that is off.
    pub(super) fn hides_content_of(&self, owner: &Dict<'_>) -> bool {
        !self.off.is_empty() && owner.get::<Dict<'_>>(OC).is_some_and(|layer| self.hides(&layer))
    }

    /// Whether a layer or a membership dictionary hides its content.
    pub(super) fn hides(&self, layer: &Dict<'_>) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if layer.get::<Name<'_>>(TYPE).is_none_or(|kind| kind.as_ref() != b"OCMD") {
            return layer.obj_id().is_some_and(|id| self.off.contains(&id));
        }
        let members: Vec<bool> = match layer.get_raw::<Object<'_>>(OCGS) {
            Some(MaybeRef::Ref(reference)) if layer.get::<Array<'_>>(OCGS).is_none() => {
                vec![self.off.contains(&reference.into())]
            }
            _ => references(layer, OCGS).map(|id| self.off.contains(&id)).collect(),
        };
        let policy = layer.get::<Name<'_>>(P);
        let any_off = members.contains(&true);
        let all_off = !members.contains(&false);
        !members.is_empty()
            && match policy.as_deref() {
                Some(b"AllOn") => any_off,
                Some(b"AnyOff") => !any_off,
                Some(b"AllOff") => !all_off,
                _ => all_off,
            }
    }
}

/// The objects that an array of a dictionary refers to.
fn references(dict: &Dict<'_>, key: &'static [u8]) -> impl Iterator<Item = ObjectIdentifier> {
    let array = dict.get::<Array<'_>>(key).unwrap_or_default();
    array.raw_iter().take(MOST_LAYERS).filter_map(|entry| match entry {
        MaybeRef::Ref(reference) => Some(reference.into()),
        MaybeRef::NotRef(_) => None,
    })
}
