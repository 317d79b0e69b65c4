//! Which addresses a site wants left alone: `robots.txt` (RFC 9309).

/// Bytes of a file that are read; RFC 9309 §2.5 asks for 500 KiB at least.
const MOST_BYTES: usize = 512 << 10;

/// The rules of a site for one visitor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    /// Whether a path that begins with a pattern is allowed.
    rules: Vec<(bool, String)>,
}

impl Robots {
    /// Reads the rules of the groups for a product token, else of those for everybody (RFC 9309 §2.2.1).
    #[must_use]
    pub fn read(bytes: &[u8], product: &str) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(MOST_BYTES)).unwrap_or_default());
        let (mut own, mut all, mut named) = (Vec::new(), Vec::new(), false);
        let (mut is_own, mut is_all, mut in_agents) = (false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !in_agents {
                        (is_own, is_all) = (false, false);
                    }
                    in_agents = true;
                    is_own |= value.eq_ignore_ascii_case(product);
                    is_all |= value == "*";
                    named |= is_own;
                }
                rule @ ("allow" | "disallow") => {
                    in_agents = false;
                    let allows = rule == "allow";
                    if value.is_empty() {
                        continue;
                    }
                    if is_own {
                        own.push((allows, value.to_owned()));
                    }
                    if is_all {
                        all.push((allows, value.to_owned()));
                    }
                }
                _ => in_agents = false,
            }
        }
        Self { rules: if named { own } else { all } }
    }

    /// Whether a path with its query may be asked for: the longest rule that matches decides, and of two the one that
    /// allows (RFC 9309 §2.2.2).
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        matching.max_by_key(|(allows, pattern)| (pattern.len(), *allows)).is_none_or(|(allows, _)| *allows)
    }
}

/// `*` stands for anything, `$` for the end (RFC 9309 §2.2.3).
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        last = Some(part);
    }
    !is_end || rest.is_empty() || last.is_some_and(|part| rest.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_the_visitor_goes_before_the_one_for_everybody() {
        let text = b"User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: parvis # us\nDisallow: /prive\nAllow: /prive/ouvert\n";
        let own = Robots::read(text, "Parvis");
        assert!(own.allows("/a.pdf") && own.allows("/prive/ouvert/a.pdf") && !own.allows("/prive/a.pdf"));
        let all = Robots::read(text, "Autre");
        assert!(!all.allows("/a.pdf"));
        assert!(Robots::read(b"", "Parvis").allows("/"));
    }

    #[test]
    fn patterns_match_anywhere_or_to_the_end_and_the_longest_decides() {
        let robots = Robots::read(
            b"user-agent: *\ndisallow: /*.pdf$\nallow: /libre/*.pdf$\ndisallow:\ndisallow: /*?session=\n",
            "x",
        );
        assert!(!robots.allows("/articles/a.pdf") && robots.allows("/articles/a.pdf?x=1"));
        assert!(robots.allows("/libre/a.pdf") && !robots.allows("/b?session=1") && robots.allows("/b"));
        assert!(Robots::read(b"\xff\xfe nothing : like it", "x").allows("/"));
    }
}
