// Trying the API from its page: each form sends its request with the token above, and shows what comes back. Nothing is kept.
(() => {
  "use strict";
  const mostShown = 20000;
  const tokenForm = document.querySelector("[data-token]");
  if (!tokenForm || !window.fetch) return;
  const token = tokenForm.querySelector("input");
  tokenForm.hidden = false;
  tokenForm.addEventListener("submit", (event) => event.preventDefault());

  const addressOf = (form) => {
    let path = form.dataset.try;
    const query = new URLSearchParams();
    for (const input of form.querySelectorAll("[data-in]")) {
      if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
      else if (input.dataset.in === "query" && input.value) query.append(input.name, input.value);
    }
    const asked = query.toString();
    return asked ? `${path}?${asked}` : path;
  };

  const headersOf = (form) => {
    const headers = new Headers({ "Accept-Language": document.documentElement.lang });
    if (token.value.trim()) headers.set("Authorization", `Bearer ${token.value.trim()}`);
    for (const input of form.querySelectorAll('[data-in="header"]')) if (input.value) headers.set(input.name, input.value);
    return headers;
  };

  const bodyOf = (form, headers) => {
    const json = form.querySelector("[data-json]");
    const file = form.querySelector("[data-file]")?.files[0];
    if (file && json) {
      const parts = new FormData();
      if (json.value.trim()) parts.append("metadata", JSON.stringify(JSON.parse(json.value).metadata ?? {}));
      parts.append("file", file);
      return parts;
    }
    if (file) {
      headers.set("Content-Type", /\.xml$/i.test(file.name) ? "application/jats+xml" : "application/pdf");
      return file;
    }
    if (!json) return undefined;
    headers.set("Content-Type", "application/json");
    return json.value;
  };

  const shown = (text) => {
    let pretty = text;
    try {
      pretty = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // Not JSON: shown as it came.
    }
    return pretty.length > mostShown ? `${pretty.slice(0, mostShown)}…` : pretty;
  };

  const send = async (form) => {
    const answer = form.querySelector("[data-answer]");
    const output = answer.querySelector("pre");
    answer.hidden = false;
    output.textContent = "…";
    try {
      const headers = headersOf(form);
      const body = bodyOf(form, headers);
      const options = { method: form.dataset.method, headers, body, credentials: "omit", cache: "no-store" };
      const response = await fetch(addressOf(form), options);
      output.textContent = `${response.status} ${response.statusText}\n\n${shown(await response.text())}`;
    } catch (error) {
      output.textContent = `${form.dataset.failed} ${error.message}`;
    }
  };

  for (const form of document.querySelectorAll("[data-try]")) {
    form.querySelector("[data-send]").hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
})();
