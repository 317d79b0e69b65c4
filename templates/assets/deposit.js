// The deposit: files go off as soon as they are chosen, forms save themselves. Pages do without it.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  const pauseMs = 700;
  const retryMs = 3000;
  const lookAgainMs = 250;

  // --- Files ---------------------------------------------------------------------------------------------------

  const entrance = "/deposer/televersements";

  /** A request of the protocol (tus 1.0.0): its headers and status. */
  const ask = (form, method, address, headers = {}, body = null, tell = null) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("X-Jeton", form.elements.jeton.value);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (tell) request.upload.addEventListener("progress", (event) => tell(event.loaded));
      request.addEventListener("load", () => (request.status >= 500 ? reject(request) : resolve(request)));
      request.addEventListener("error", () => reject(request));
      request.send(body);
    });

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const remember = (place, address) => {
    try {
      if (address) sessionStorage.setItem(place, address);
      else sessionStorage.removeItem(place);
    } catch {
      // A file that breaks off begins anew then.
    }
  };

  const remembered = (place) => {
    try {
      return sessionStorage.getItem(place);
    } catch {
      return null;
    }
  };

  /** Sends a file from where it stands, again and again until all of it is there; gives what the site says of it. */
  const send = async (form, file, tell, lost) => {
    const place = `parvis-upload-${file.name}-${file.size}-${file.lastModified}`;
    let address = remembered(place);
    for (;;) {
      try {
        let stands = address ? await ask(form, "HEAD", address) : null;
        if (!stands || stands.status !== 200) {
          const headers = { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` };
          const begun = await ask(form, "POST", entrance, headers);
          if (begun.status !== 201) return null;
          address = begun.getResponseHeader("Location");
          remember(place, address);
          stands = null;
        }
        const offset = stands ? Number(stands.getResponseHeader("Upload-Offset")) : 0;
        if (offset < file.size) {
          const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
          await ask(form, "PATCH", address, headers, file.slice(offset), (sent) => tell((offset + sent) / file.size));
          const now = await ask(form, "HEAD", address);
          const stood = now.getResponseHeader("Upload-Offset");
          if (stood === null) return null;
          if (Number(stood) < file.size) {
            await rest(retryMs);
            continue;
          }
        }
        const draft = form.dataset.into ? `?brouillon=${form.dataset.into}` : "";
        const done = await ask(form, "POST", address + draft, { Accept: "application/json" });
        remember(place, "");
        return JSON.parse(done.responseText);
      } catch {
        lost();
        await rest(retryMs);
      }
    }
  };

  const complain = (form, answer) => {
    const input = form.elements.fichier;
    const old = document.getElementById("fichier-erreur");
    if (old) old.remove();
    const place = document.createElement("p");
    place.id = "fichier-erreur";
    place.className = "field-error";
    place.setAttribute("role", "alert");
    place.textContent = answer.message;
    if (answer.link) {
      const link = document.createElement("a");
      link.href = answer.link;
      link.textContent = answer.link;
      place.append(" ", link);
    }
    input.before(place);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "fichier-aide fichier-erreur");
    input.value = "";
    input.focus();
  };

  const upload = (form) => {
    const input = form.elements.fichier;
    const state = form.querySelector("[data-state]");
    const bar = form.querySelector("progress");
    const say = (text) => {
      state.textContent = text;
      state.hidden = !text;
    };
    const tell = (share) => {
      const percent = Math.round(share * 100);
      bar.hidden = false;
      bar.value = percent;
      say(percent < 100 ? state.dataset.sending.replace("{percent}", percent) : state.dataset.reading);
    };
    const start = async (file) => {
      form.setAttribute("aria-busy", "true");
      tell(0);
      const answer = await send(form, file, tell, () => say(state.dataset.broken));
      if (!answer) {
        // The plain form says what is wrong.
        form.submit();
        return;
      }
      if (answer.address) {
        location.assign(answer.address);
        return;
      }
      complain(form, answer);
      say("");
      bar.hidden = true;
      form.removeAttribute("aria-busy");
    };
    input.addEventListener("change", () => {
      if (input.files[0]) start(input.files[0]);
    });
    const over = (event) => {
      event.preventDefault();
      form.classList.toggle("over", event.type === "dragover");
    };
    for (const type of ["dragover", "dragleave"]) form.addEventListener(type, over);
    form.addEventListener("drop", (event) => {
      over(event);
      if (event.dataTransfer.files[0]) start(event.dataTransfer.files[0]);
    });
  };

  // --- Waiting -------------------------------------------------------------------------------------------------

  const wait = (place) => {
    const look = async () => {
      try {
        const answer = await fetch(place.dataset.wait, { headers: { Accept: "application/json" } });
        if (answer.ok && !(await answer.json()).reading) {
          location.reload();
          return;
        }
      } catch {
        // Looked at again.
      }
      setTimeout(look, lookAgainMs);
    };
    look();
  };

  /** A record that is still being asked for: the page is loaded anew when nobody has typed yet. */
  const awaitRecord = (place) => {
    const form = document.querySelector("form[data-draft]");
    const look = async () => {
      try {
        const answer = await fetch(place.dataset.asking, { headers: { Accept: "application/json" } });
        if (answer.ok && !(await answer.json()).asking) {
          if (!form || (!form.contains(document.activeElement) && !form.dataset.touched)) location.reload();
          else place.textContent = place.dataset.arrived;
          return;
        }
      } catch {
        // Looked at again.
      }
      setTimeout(look, retryMs / 3);
    };
    look();
  };

  // --- Drafts --------------------------------------------------------------------------------------------------

  const keep = (form) => {
    const state = form.querySelector("[data-save-state]");
    const place = `parvis-draft-${form.dataset.draft}`;
    const skipped = new Set(["jeton", "revision", "decision", "droits", "reprendre", "octroi", "doublon"]);
    const changed = new Map();
    let waiting = 0;
    let saving = false;
    let leaving = false;

    const store = (text) => {
      try {
        if (text) localStorage.setItem(place, text);
        else localStorage.removeItem(place);
      } catch {
        // A browser that keeps nothing still saves over the network.
      }
    };

    const message = (name, text) => {
      const field = form.elements[name];
      const old = document.getElementById(`${name}-erreur`);
      if (old) old.remove();
      if (!field) return;
      if (!text) {
        field.removeAttribute("aria-invalid");
        return;
      }
      const line = document.createElement("p");
      line.id = `${name}-erreur`;
      line.className = "field-error";
      line.textContent = text;
      field.before(line);
      field.setAttribute("aria-invalid", "true");
      const ids = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
      field.setAttribute("aria-describedby", [...ids.add(line.id)].join(" "));
    };

    const origin = (name) => {
      const line = document.getElementById(`${name}-origine`);
      if (line) line.textContent = form.dataset.person;
    };

    const body = () => {
      const pairs = new URLSearchParams();
      pairs.set("jeton", form.elements.jeton.value);
      pairs.set("revision", form.elements.revision.value);
      for (const [name, value] of changed) pairs.set(name, value);
      return pairs;
    };

    const save = async (keepalive = false) => {
      if (saving || changed.size === 0) return;
      saving = true;
      const sent = new Map(changed);
      state.textContent = form.dataset.saving;
      try {
        const answer = await fetch(form.action, { method: "POST", body: body(), keepalive, headers: { Accept: "application/json" } });
        if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
        const told = await answer.json();
        form.elements.revision.value = told.revision;
        for (const [name, value] of sent) {
          if (changed.get(name) === value) changed.delete(name);
          message(name, told.messages[name]);
        }
        if (changed.size === 0) store("");
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        state.textContent = answer.status === 409 ? form.dataset.conflict : form.dataset.saved.replace("{time}", time);
      } catch {
        if (!leaving) {
          state.textContent = form.dataset.offline;
          setTimeout(() => save(), retryMs);
        }
      }
      saving = false;
      if (changed.size > 0 && state.textContent !== form.dataset.offline) soon();
    };

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => save(), pauseMs);
    };

    const note = (field) => {
      if (!field.name || skipped.has(field.name)) return;
      form.dataset.touched = "yes";
      changed.set(field.name, field.value);
      store(JSON.stringify([...changed]));
      origin(field.name);
    };

    form.addEventListener("input", (event) => {
      note(event.target);
      soon();
    });
    form.addEventListener("submit", () => {
      leaving = true;
      clearTimeout(waiting);
      store("");
    });
    window.addEventListener("online", () => save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !leaving) save(true);
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=reprendre]");
      if (!button) return;
      event.preventDefault();
      const cut = button.value.indexOf("=");
      const field = form.elements[button.value.slice(0, cut)];
      field.value = button.value.slice(cut + 1);
      note(field);
      soon();
      field.focus();
    });

    // Awards of the register, offered while a name or number is typed.
    const search = form.querySelector("[data-awards]");
    const offer = (award) => {
      const line = document.createElement("p");
      const label = document.createElement("span");
      const button = document.createElement("button");
      const said = [award.holder, award.institution, award.programme].filter(Boolean).join(", ");
      line.className = "other";
      label.className = "value";
      label.textContent = `${award.number} – ${said}`;
      button.type = "button";
      button.className = "quiet small";
      button.textContent = search.dataset.add;
      button.setAttribute("aria-label", `${search.dataset.add} – ${label.textContent}`);
      button.addEventListener("click", () => {
        const field = form.elements.octrois;
        const folded = field.closest("details");
        if (folded) folded.open = true;
        const text = `${award.funder} ${award.number}`;
        if (!field.value.split("\n").includes(text)) field.value = `${field.value}\n${text}`.trim();
        note(field);
        soon();
        field.focus();
      });
      line.append(label, " ", button);
      return line;
    };
    let asked = 0;
    if (search) {
      const place = form.querySelector("[data-found]");
      search.addEventListener("input", () => {
        clearTimeout(asked);
        asked = setTimeout(async () => {
          const words = search.value.trim();
          if (words.length < 3) return place.replaceChildren();
          const answer = await fetch(`${search.dataset.awards}?q=${encodeURIComponent(words)}`).catch(() => null);
          if (!answer || !answer.ok || search.value.trim() !== words) return undefined;
          const { awards } = await answer.json();
          const none = document.createElement("p");
          none.className = "help";
          none.textContent = search.dataset.none;
          return place.replaceChildren(...(awards.length > 0 ? awards.map(offer) : [none]));
        }, pauseMs / 3);
      });
      search.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }

    // What could not be sent before the page was closed.
    try {
      for (const [name, value] of JSON.parse(localStorage.getItem(place) || "[]")) {
        const field = form.elements[name];
        if (field && !skipped.has(name) && field.value !== value) {
          field.value = value;
          note(field);
        }
      }
      if (changed.size > 0) soon();
      else store("");
    } catch {
      store("");
    }
  };

  for (const form of document.querySelectorAll("form[data-upload]")) upload(form);
  for (const place of document.querySelectorAll("[data-wait]")) wait(place);
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
  for (const place of document.querySelectorAll("[data-asking]")) awaitRecord(place);
})();
