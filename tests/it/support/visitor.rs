//! A browser without pictures: keeps cookies, fills forms in and sends them.

use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use regex::Regex;

use super::{Answer, TestSite};

/// Somebody who visits the site with cookies.
pub(crate) struct Visitor<'a> {
    site: &'a TestSite,
    cookies: Vec<(String, String)>,
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(site: &'a TestSite) -> Self {
        Self { site, cookies: Vec::new() }
    }

    /// Signs in through the form, as people do.
    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let mut fields = fields(&self.get("/connexion").await.text());
        set(&mut fields, "courriel", email);
        set(&mut fields, "mot_de_passe", password);
        self.post("/connexion", &fields).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, self.cookie_header());
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Answer {
        let form: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie_header())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.join("&"))).unwrap()).await
    }

    /// Sends a file with the fields of its form, as multipart.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(String, String)], name: &str, bytes: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(
                format!("--limit\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--limit--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie_header())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limit");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Any request, with the cookies.
    pub(crate) async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        self.send(request.header(header::COOKIE, self.cookie_header()).body(body).unwrap()).await
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let answer = self.site.send(request).await;
        self.keep_cookies(&answer.headers);
        answer
    }

    /// What the browser sends with each request.
    pub(crate) fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let (pair, rest) = line.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(rest.contains("HttpOnly") && rest.contains("SameSite"), "{rest}");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// The fields of the first form of a page that carries out an action; fields of boxes that are not ticked are left out.
pub(crate) fn form_of(html: &str, action: &str) -> Vec<(String, String)> {
    let named = [format!("name=\"action\" value=\"{action}\"")];
    let form = html.split("<form").find(|form| form.contains(&named[0])).unwrap_or_else(|| panic!("no form {action}"));
    let mut found = fields(&format!("<form{form}"));
    let ticked = Regex::new(r#"<input type="checkbox" name="([^"]+)"[^>]* checked"#).unwrap();
    let boxes = Regex::new(r#"<input type="checkbox" name="([^"]+)""#).unwrap();
    let is_ticked = |name: &str| ticked.captures_iter(form).any(|found| &found[1] == name);
    let is_box = |name: &str| boxes.captures_iter(form).any(|found| &found[1] == name);
    found.retain(|(name, _)| name != "action" && (!is_box(name) || is_ticked(name)));
    found.push(("action".to_owned(), action.to_owned()));
    found
}

/// The fields of the form of a page, with the values that they stand at: the sheet where there is one, else the last.
pub(crate) fn fields(html: &str) -> Vec<(String, String)> {
    let sheet = html.split("<form").skip(1).find(|form| form.starts_with(" class=\"sheet\""));
    let form = sheet.unwrap_or_else(|| html.rsplit_once("<form").unwrap().1);
    let form = form.split("</form>").next().unwrap();
    let form = if form.contains("name=\"jeton\"") { form } else { html };
    let pattern = concat!(
        r#"(?s)<input[^>]*? name="(?P<input>[^"]+)"[^>]*?>"#,
        r#"|<textarea[^>]*? name="(?P<area>[^"]+)"[^>]*>(?P<text>.*?)</textarea>"#,
        r#"|<select[^>]*? name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>"#,
    );
    let value = Regex::new(r#" value="([^"]*)""#).unwrap();
    let chosen = Regex::new(r#"<option value="([^"]*)"[^>]* selected"#).unwrap();
    let mut fields = Vec::new();
    for found in Regex::new(pattern).unwrap().captures_iter(form) {
        let text = |name: &str| found.name(name).map_or("", |part| part.as_str());
        if let Some(name) = found.name("input") {
            let value = value.captures(&found[0]).map_or(String::new(), |value| value[1].to_owned());
            fields.push((name.as_str().to_owned(), plain(&value)));
        } else if let Some(name) = found.name("area") {
            fields.push((name.as_str().to_owned(), plain(text("text").trim_start_matches('\n'))));
        } else {
            let value = chosen.captures(text("options")).map_or(String::new(), |value| value[1].to_owned());
            fields.push((text("select").to_owned(), plain(&value)));
        }
    }
    fields
}

/// Writes into a field, which must be there.
pub(crate) fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    let field = fields.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(&mut field.1);
}

fn plain(text: &str) -> String {
    let unescaped = text.replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
    unescaped
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
