/* The preview's script: it asks the server whether this page has changed and what is wrong with the dossier, loads the page
   again, and shows problems over it. Everything it shows is text from content, and is set as text. */

"use strict";

(() => {
  const digest = document.currentScript.dataset.digest;
  const unready = document.documentElement.dataset.preview === "unready";
  const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
  const kept = window.sessionStorage;
  const CLOSED = "preview-closed";
  const PANEL = "preview-panel";

  /* --- asking */

  let asked = 0;

  async function ask() {
    const own = ++asked;
    try {
      const answer = await fetch(`/_preview/state?page=${encodeURIComponent(location.pathname)}`);
      const state = await answer.json();
      if (own !== asked) return;
      if (state.digest !== digest) location.reload();
      else if (!unready) show(state);
    } catch {
      // The preview has ended, or is beginning again: livereload's script tells when it is there.
    }
  }

  /* livereload's script takes every `LiveReloadPlugin…` of the window for a plug-in. A changed file of the site's assets is
     left to it: it swaps style sheets and pictures in place. */
  window.LiveReloadPluginPreview = class {
    static identifier = "preview";
    static version = "1";
    reload(path) {
      if (path.startsWith("/assets/")) return false;
      ask();
      return true;
    }
    analyze() {
      return {};
    }
  };

  /* --- showing */

  const host = document.createElement("aside");
  host.id = "preview";
  const root = host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: "/_preview/preview.css" });
  const status = make("p", { className: "unseen", role: "status" });
  const button = make("button", { type: "button", className: "chip" });
  const sheet = make("section", { id: "sheet", className: "sheet", tabIndex: -1 });
  button.setAttribute("aria-controls", "sheet");
  const dock = make("div", { className: "dock", lang: "en", hidden: true }, make("div", { className: "bar" }, button), sheet, status);
  style.addEventListener("load", () => (dock.hidden = false));
  root.append(style, dock);

  let now = { late: false, errors: 0, warnings: 0, problems: [] };
  let open = "";

  function make(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const errors = () => now.problems.filter((problem) => problem.severity === "error");
  const sign = () => JSON.stringify(errors().map((problem) => [problem.place, problem.message]));

  function show(state) {
    now = state;
    if (now.late && kept.getItem(CLOSED) !== sign()) open = "errors";
    else if (!now.late) {
      kept.removeItem(CLOSED);
      if (open === "errors") open = "";
    }
    if (!open && kept.getItem(PANEL) && now.problems.length) open = "all";
    if (!host.isConnected) document.body.append(host);
    draw();
  }

  function draw() {
    const bad = now.errors;
    const found = [bad && count(bad, "error"), now.warnings && count(now.warnings, "warning")].filter(Boolean).join(", ");
    button.hidden = !found;
    button.textContent = found;
    button.classList.toggle("bad", bad > 0);
    button.setAttribute("aria-expanded", String(open === "all"));
    const first = errors()[0];
    const said = first ? `${found}. ${first.place} ${first.message}` : found;
    if (status.textContent !== said) status.textContent = said;
    sheet.hidden = !open;
    dock.classList.toggle("open", Boolean(open));
    sheet.classList.toggle("bad", bad > 0);
    sheet.setAttribute("aria-labelledby", "heading");
    const focus = root.activeElement;
    const place = stops().indexOf(focus);
    sheet.replaceChildren(...(open ? [heading(bad, found), list(open === "errors"), more(open === "errors")] : []));
    if (open && place >= 0) focusAgain(focus.href, place);
  }

  /* Whoever is in the sheet by keyboard stays where they were when it is drawn again: at the same link, else at the same place. */
  const stops = () => [...sheet.querySelectorAll("a, button")];

  function focusAgain(address, place) {
    const all = stops();
    (all.find((each) => each.href === address) ?? all[place] ?? all.at(-1)).focus({ preventScroll: true });
  }

  function heading(bad, found) {
    const title = open === "errors" ? `Not shown yet: ${count(bad, "error")}` : "Problems of this dossier";
    const words =
      open === "errors" ? "What you see behind this is the site as it was before. Mend what is wrong, and it follows." : found;
    const close = make("button", { type: "button", className: "close", textContent: "Close" });
    close.addEventListener("click", shut);
    return make(
      "header",
      {},
      make("div", {}, make("h2", { id: "heading", textContent: title }), make("p", { textContent: words })),
      close,
    );
  }

  function list(onlyErrors) {
    const shown = onlyErrors ? errors() : now.problems;
    return make("ol", {}, ...shown.map((problem) => item(problem, onlyErrors)));
  }

  function more(onlyErrors) {
    const left = onlyErrors ? now.errors - errors().length : now.errors + now.warnings - now.problems.length;
    const words = `${left.toLocaleString("en")} more: build.py check lists them all.`;
    return make("p", { className: "more", textContent: words, hidden: !left });
  }

  function item(problem, withLines) {
    const place = problem.editor
      ? make("a", { href: problem.editor, textContent: problem.place, title: "Open in the editor" })
      : make("span", { textContent: problem.place });
    const kind = problem.code ? `${problem.severity}: ${problem.code}` : problem.severity;
    const made = make(
      "li",
      { className: problem.severity },
      make("p", { className: "place" }, place, " ", make("span", { className: "kind", textContent: kind })),
      make("p", { className: "message", textContent: sentence(problem.message) }),
    );
    if (problem.hint) made.append(make("p", { className: "hint", textContent: sentence(problem.hint) }));
    if (withLines && problem.lines.length) made.append(excerpt(problem.lines));
    return made;
  }

  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  function excerpt(lines) {
    const rows = lines.map((line) => {
      const text = make("td", {}, make("code", {}, ...pieces(line)));
      const number = make("th", { scope: "row", textContent: line.number });
      return make("tr", { className: line.column ? "here" : "" }, number, text);
    });
    return make("table", {}, make("caption", { className: "unseen", textContent: "Lines of the file" }), make("tbody", {}, ...rows));
  }

  /* A line with the word marked that stands at the place. Columns count code points. */
  function pieces(line) {
    if (!line.column) return [line.text];
    const letters = Array.from(line.text);
    const rest = letters.slice(line.column - 1).join("");
    const word = /^\s*\S*/u.exec(rest)[0];
    return [letters.slice(0, line.column - 1).join(""), make("mark", { textContent: word }), rest.slice(word.length)];
  }

  /* --- opening and closing */

  function shut() {
    if (open === "errors") kept.setItem(CLOSED, sign());
    kept.removeItem(PANEL);
    open = "";
    draw();
    button.focus();
  }

  button.addEventListener("click", () => {
    if (open === "all") return shut();
    if (open === "errors") kept.setItem(CLOSED, sign());
    open = "all";
    kept.setItem(PANEL, "open");
    draw();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) shut();
  });

  document.addEventListener("LiveReloadConnect", ask);
  ask();
})();
