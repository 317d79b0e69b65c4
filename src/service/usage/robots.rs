//! Which programs are no readers.
//!
//! COUNTER 5.1, §7.8: usage by robots that declare themselves is left out. The words below are ours: they cover what
//! the crawlers, libraries and watchers of the public list call themselves, and no browser has them in its name.

/// Parts of the names of robots, in lower case.
const ROBOTS: [&str; 58] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiv",
    "scrap",
    "harvest",
    "index",
    "search",
    "fetch",
    "preview",
    "validat",
    "monitor",
    "uptime",
    "pingdom",
    "checker",
    "scan",
    "probe",
    "curl",
    "wget",
    "httpie",
    "libwww",
    "lwp",
    "python",
    "java/",
    "okhttp",
    "httpclient",
    "http-client",
    "http_request",
    "go-http",
    "node-fetch",
    "axios",
    "undici",
    "got (",
    "ruby",
    "perl",
    "php",
    "guzzle",
    "aiohttp",
    "httpx",
    "rest-client",
    "postman",
    "headless",
    "phantom",
    "selenium",
    "puppeteer",
    "playwright",
    "lighthouse",
    "feed",
    "rss",
    "externalhit",
    "mediapartners",
    "embedly",
    "whatsapp",
    "skype",
    "parvis/",
    "gpt",
    "anthropic",
];
/// Shortest name that a browser has.
const SHORTEST: usize = 12;

/// Whether a program says that it is a robot, or does not say what it is.
pub(super) fn is_robot(agent: &str) -> bool {
    let agent = agent.trim().to_ascii_lowercase();
    agent.len() < SHORTEST || ROBOTS.iter().any(|word| agent.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_readers() {
        for agent in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Opera/9.80 (Linux armv7l) Presto/2.12.407 Version/12.51",
            "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1",
        ] {
            assert_eq!(is_robot(agent), agent.starts_with("Lynx"), "{agent}");
        }
    }

    #[test]
    fn robots_tools_and_nameless_programs_are_none() {
        for agent in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0 Safari/537.36",
            "curl/8.15.0-DEV-x86_64",
            "python-requests/2.32",
            "Parvis/0.1.0 (+https://parvis.example.org)",
            "Mozilla",
            "",
        ] {
            assert!(is_robot(agent), "{agent}");
        }
    }
}
