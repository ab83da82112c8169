"use strict";
// Filters of the timeline (templates/_filters.html). What is chosen stands in the address. The events are rows of this page,
// or, where they stand on pages of their own, come from timeline/events.json once a filter is first used. They are words of
// an editor's content: nothing here makes markup of them.
(() => {
  const form = document.querySelector("form.filters");
  if (!form) return;
  const said = form.dataset;
  const fields = form.elements;
  const main = form.closest("main");
  const results = document.querySelector(".results");
  const [status, told] = form.querySelectorAll("[role=status]");
  const [nothing, box] = results.children;
  const further = results.querySelector("button");
  const apart = said.events !== "";
  const everything = status.textContent;
  const PART = 200;
  const TYPED = ["q", "from", "to"];
  const CHOSEN = ["standing", "order", "view"];
  const ALL = [...TYPED, ...CHOSEN, "topic", "landmarks"];
  const titles = new Map();
  const names = new Map();
  let events = null;

  // --- words

  // Without case and accents; the marks of other scripts are letters of theirs and stay. Hangul comes apart, so that the
  // beginning of a syllable finds it while it is typed.
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/(?![\u3099\u309a])\p{Script=Inherited}/gu, "").replace(/[‘’ʼ]/g, "'");
  const LETTER = /[\p{L}\p{N}]/u;
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const termsOf = (text) => fold(text).split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")).filter(Boolean);

  // Where a term begins a word from a place on, or -1; anywhere in scripts that set no space between words.
  function found(text, term, from = 0) {
    for (let at = text.indexOf(term, from); at >= 0; at = text.indexOf(term, at + 1)) {
      if (!at || !LETTER.test(text[at - 1]) || UNSPACED.test(term[0])) return at;
    }
    return -1;
  }

  const textOf = (event) => event.text ??= fold([event.title, event.summary, event.when, ...event.topics.map((id) => `${titles.get(id) ?? ""} ${names.get(id) ?? ""}`)].join(" \n "));

  // --- events

  const list = (text) => (text ? text.split(" ") : []);

  function ofRow(row) {
    const topics = list(row.dataset.topics);
    const links = row.querySelectorAll(".meta > a");
    topics.forEach((id, i) => titles.set(id, links[i].textContent));
    return {
      row,
      topics,
      title: row.querySelector(".headline").textContent,
      summary: row.querySelector("p:not(.meta)")?.textContent ?? "",
      when: row.querySelector(".date")?.textContent ?? "",
      from: row.dataset.from,
      to: row.dataset.to,
      dated: Boolean(row.dataset.from || row.dataset.to),
      standings: list(row.dataset.standing || "none"),
      landmark: row.classList.contains("landmark"),
    };
  }

  function ofData(data) {
    for (const [id, title, , ...others] of data.topics) {
      titles.set(id, title);
      names.set(id, others.join(" "));
    }
    const years = data.years.flatMap(([heading, count]) => Array(count).fill(heading));
    return data.events.map(([id, title, summary, when, datetime, from, to, topics, standings, sources, flags, language], i) => ({
      id, title, summary, when, datetime, from, to,
      year: years[i],
      dated: true,
      topics: topics.map((place) => data.topics[place][0]),
      topicLanguages: topics.map((place) => data.languages[data.topics[place][2]]),
      standings: standings.length ? standings.map((place) => data.standings[place]) : ["none"],
      sources: sources ? data.sources[sources] : make("strong", "", data.sources[0]),
      landmark: Boolean(flags & 1),
      expected: Boolean(flags & 2),
      uncertain: Boolean(flags & 4),
      language: data.languages[language],
    }));
  }

  let loading = null;
  function load() {
    loading ??= fetch(said.events).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then((data) => { events = ofData(data); });
    return loading;
  }

  // --- what is wanted

  // The first or last day of a year, a month or a day; empty for anything else. No month is longer than 31 days.
  function day(text, last) {
    const parts = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(text.trim());
    return parts ? `${parts[1]}-${parts[2] ?? (last ? "12" : "01")}-${parts[3] ?? (last ? "31" : "01")}` : "";
  }

  const boxes = () => [...form.querySelectorAll("[name=topic]")];

  function wanted() {
    const want = {
      terms: termsOf(fields.q.value),
      from: day(fields.from.value, false),
      to: day(fields.to.value, true),
      topics: boxes().filter((one) => one.checked).map((one) => one.value),
      standing: fields.standing.value,
      landmarks: Boolean(fields.landmarks?.checked),
      newest: fields.order.value === "newest",
      compact: fields.view.value === "compact",
    };
    want.any = Boolean(want.terms.length || want.from || want.to || want.topics.length || want.standing || want.landmarks);
    return want;
  }

  // A date that is open or not exact fits wherever it may lie.
  const fits = (event, want) => want.topics.every((id) => event.topics.includes(id))
    && (!want.landmarks || event.landmark)
    && (!want.from || (event.dated && (!event.to || event.to >= want.from)))
    && (!want.to || (event.dated && event.from <= want.to))
    && want.terms.every((term) => found(textOf(event), term) >= 0);

  // --- showing it

  function apply() {
    const want = wanted();
    main.classList.toggle("compact", want.compact);
    for (const name of ["from", "to"]) {
      const wrong = fields[name].value.trim() !== "" && !want[name];
      if (wrong) fields[name].setAttribute("aria-invalid", "true");
      else fields[name].removeAttribute("aria-invalid");
    }
    form.querySelector("[type=reset]").disabled = !want.any;
    const asked = want.any || want.newest || want.compact;
    if (apart && !events) {
      if (asked) later();
      return;
    }
    const near = events.filter((event) => fits(event, want));
    const shown = want.standing ? near.filter((event) => event.standings.includes(want.standing)) : near;
    tell(near.filter((event) => event.dated), shown.filter((event) => event.dated), want);
    if (apart) listed(shown, want, asked);
    else chosen(shown, want);
    mark(want.terms);
  }

  async function later() {
    status.textContent = said.loading;
    try {
      await load();
      apply();
    } catch {
      loading = null;
      status.textContent = said.failed;
    }
  }

  // How many events there are, and what each further choice would leave of them.
  function tell(near, shown, want) {
    const written = (number) => number.toLocaleString(said.language);
    const words = want.any ? said.of.replace("{shown}", written(shown.length)) : everything;
    if (status.textContent !== words) status.textContent = words;
    const left = new Map();
    for (const event of shown) for (const id of event.topics) left.set(id, (left.get(id) ?? 0) + 1);
    for (const one of boxes()) {
      const count = left.get(one.value) ?? 0;
      one.closest("label").querySelector(".count").textContent = written(count);
      one.disabled = !count && !one.checked;
    }
    for (const option of fields.standing.options) {
      if (!option.value) continue;
      const count = near.filter((event) => event.standings.includes(option.value)).length;
      option.textContent = `${option.dataset.words} (${written(count)})`;
      option.disabled = !count && !option.selected;
    }
    results.hidden = shown.length > 0 || !want.any;
    nothing.hidden = results.hidden;
  }

  // Where the rows stand on the page.

  const sections = apart ? [] : [...main.querySelectorAll(".period")].map((section) => {
    const item = main.querySelector(`.jump a[href="#${CSS.escape(section.id)}"]`)?.closest("li");
    const lists = [...section.querySelectorAll(".events")].map((list) => ({ list, rows: [...list.children], month: list.closest(".month") }));
    return { section, lists, rows: lists.flatMap((one) => one.rows), item, number: item?.querySelector(".meta") };
  });
  const marks = new Map();
  for (const link of apart ? [] : main.querySelectorAll(".overview a[href^='#e-']")) {
    const id = decoded(link.getAttribute("href"));
    marks.set(id, [...(marks.get(id) ?? []), link]);
  }
  let turned = false;

  function chosen(shown, want) {
    const kept = new Set(shown.map((event) => event.row));
    for (const { row } of events) {
      row.hidden = !kept.has(row);
      for (const link of marks.get(row.id) ?? []) link.classList.toggle("out", row.hidden);
    }
    for (const { section, rows, item, number } of sections) {
      const left = rows.filter((row) => !row.hidden).length;
      section.hidden = !left;
      if (item) item.hidden = !left;
      if (number) number.textContent = left.toLocaleString(said.language);
    }
    if (turned !== want.newest) turn();
  }

  function turn() {
    turned = !turned;
    const dated = sections.filter(({ section }) => section.id !== "undated");
    if (!dated.length) return;
    const before = (turned ? dated : [...dated].reverse()).at(-1).section.nextElementSibling;
    const order = turned ? [...dated].reverse() : dated;
    for (const { section, lists, item } of order) {
      section.parentNode.insertBefore(section, before === section ? null : before);
      for (const { list, rows, month } of turned ? [...lists].reverse() : lists) {
        list.append(...(turned ? [...rows].reverse() : rows));
        month?.parentNode.append(month);
      }
      item?.parentNode.append(item);
    }
  }

  // Where they come from the file: a list of them instead of the ways to their pages.

  let waiting = [];

  function listed(shown, want, asked) {
    for (let next = results.nextElementSibling; next; next = next.nextElementSibling) next.hidden = asked;
    box.replaceChildren();
    waiting = asked ? (want.newest ? [...shown].reverse() : [...shown]) : [];
    results.hidden = !asked;
    add();
  }

  function add() {
    for (const event of waiting.splice(0, PART)) {
      let part = box.lastElementChild;
      if (part?.firstElementChild.textContent !== event.year) {
        part = make("section", "period", make("h2", "", event.year), make("ol", "events"));
        box.append(part);
      }
      part.lastElementChild.append(event.row ??= rowOf(event));
    }
    further.parentNode.hidden = !waiting.length;
  }

  function make(tag, name, ...content) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  }

  function speak(element, [language, direction]) {
    if (language) element.lang = language;
    if (direction) element.dir = direction;
    return element;
  }

  function link(words, href, language, name = "") {
    const element = make("a", name, words);
    element.href = said.root + href;
    return speak(element, language);
  }

  const names_ = (...given) => given.filter(Boolean).join(" ");

  // As `event_row` of templates/_parts.html.
  function rowOf(event) {
    const date = make("span", names_("date", event.uncertain && "uncertain", event.expected && "expected"));
    const time = event.datetime ? make("time", "", event.when) : event.when;
    if (event.datetime) time.dateTime = event.datetime;
    date.append(time);
    if (event.expected) date.append(" ", make("span", "tag", said.expected));
    if (event.uncertain) date.append(" ", make("span", "tag", said.uncertain));
    const body = make("div", "", link(event.title, `notes/${encodeURIComponent(event.id)}/`, event.language, "headline"));
    if (event.landmark) body.append(" ", make("span", "tag strong", said.landmark));
    if (event.summary) body.append(speak(make("p", "", event.summary), event.language));
    const meta = make("p", "meta", event.sources);
    event.topics.forEach((id, i) => {
      meta.append(i ? ", " : " · ", link(titles.get(id), `topics/${encodeURIComponent(id)}/`, event.topicLanguages[i]));
    });
    const cite = link(said.cite, `notes/${encodeURIComponent(event.id)}/#cite`, []);
    cite.append(make("span", "unseen", ` ${said.citeOf.replace("{title}", () => event.title)}`));
    meta.append(" · ", cite);
    body.append(meta);
    return make("li", names_("event", event.landmark && "landmark", event.expected && "expected"), date, body);
  }

  // What a search finds is marked by the browser, which leaves the page as it is for screen readers.
  function mark(terms) {
    if (!CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!terms.length) return;
    const ranges = [];
    for (const part of main.querySelectorAll(".event:not([hidden]) :is(.headline, p:not(.meta))")) {
      const node = part.firstChild;
      if (node?.nodeType === Node.TEXT_NODE) ranges.push(...rangesIn(node, terms));
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function rangesIn(node, terms) {
    let text = "";
    const places = [];
    for (let at = 0; at < node.data.length;) {
      const letter = String.fromCodePoint(node.data.codePointAt(at));
      const folded = letter < "\u0080" ? letter.toLowerCase() : fold(letter);
      for (let i = 0; i < folded.length; i += 1) places.push([at, at + letter.length]);
      text += folded;
      at += letter.length;
    }
    const ranges = [];
    for (const term of terms) {
      for (let at = found(text, term); at >= 0; at = found(text, term, at + term.length)) {
        const range = new StaticRange({
          startContainer: node, startOffset: places[at][0],
          endContainer: node, endOffset: places[at + term.length - 1][1],
        });
        ranges.push(range);
      }
    }
    return ranges;
  }

  // --- the address

  function query() {
    const chosen_ = new URLSearchParams();
    for (const one of boxes()) if (one.checked) chosen_.append("topic", one.value);
    for (const name of ["from", "to"]) if (day(fields[name].value)) chosen_.set(name, fields[name].value.trim());
    if (fields.q.value.trim()) chosen_.set("q", fields.q.value.trim());
    if (fields.landmarks?.checked) chosen_.set("landmarks", "only");
    for (const name of CHOSEN) if (fields[name].selectedIndex > 0) chosen_.set(name, fields[name].value);
    return String(chosen_);
  }

  let soon = 0;
  function write(pushed, hash = "") {
    clearTimeout(soon);
    const chosen_ = query();
    const address = location.pathname + (chosen_ && `?${chosen_}`) + hash;
    if (address === location.pathname + location.search + location.hash) return;
    if (pushed) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  // A topic that is too rare for the list can yet be asked for by its id.
  function boxOf(id) {
    const known = boxes().find((one) => one.value === id);
    if (known || !titles.has(id)) return known;
    const first = form.querySelector(".group label");
    const label = first.cloneNode(true);
    const [one, words] = label.children;
    one.value = id;
    one.checked = false;
    delete one.dataset.names;
    words.removeAttribute("lang");
    words.removeAttribute("dir");
    words.textContent = titles.get(id);
    first.closest("ul").prepend(make("li", "", label));
    return one;
  }

  function restore(asked) {
    for (const one of boxes()) one.checked = false;
    for (const id of asked.getAll("topic")) {
      const one = boxOf(id);
      if (one) one.checked = true;
    }
    fields.q.value = asked.get("q") ?? "";
    for (const name of ["from", "to"]) fields[name].value = day(asked.get(name) ?? "") && asked.get(name).trim();
    for (const name of CHOSEN) {
      const place = [...fields[name].options].findIndex((option) => option.value === asked.get(name));
      fields[name].selectedIndex = Math.max(0, place);
    }
    if (fields.landmarks) fields.landmarks.checked = asked.get("landmarks") === "only";
    unfold();
  }

  function unfold() {
    const want = wanted();
    if (want.from || want.to || want.standing || want.landmarks || want.topics.length) form.querySelector(".finer").open = true;
    for (const group of form.querySelectorAll(".group")) if (group.querySelector(":checked")) group.open = true;
  }

  async function come() {
    clearTimeout(soon);
    const asked = new URLSearchParams(location.search);
    // A rare topic is known by its title only when the file is there.
    if (apart && !events && ALL.some((name) => asked.has(name))) {
      status.textContent = said.loading;
      await load().catch(() => { loading = null; });
    }
    restore(asked);
    apply();
    reveal();
  }

  function decoded(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  }

  // Whoever comes by the link of an event is to see it, whatever is chosen.
  function reveal() {
    const target = location.hash && document.getElementById(decoded(location.hash));
    if (!target || !target.matches(".event[hidden], .period[hidden]")) return;
    clear();
    write(false, location.hash);
    target.scrollIntoView();
  }

  function clear() {
    const kept = new URLSearchParams();
    for (const name of ["order", "view"]) kept.set(name, fields[name].value);
    restore(kept);
    apply();
  }

  // --- the reader's part

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (!TYPED.includes(event.target.name)) return;
    apply();
    // Browsers let a page write its address only so often.
    clearTimeout(soon);
    soon = setTimeout(write, 300, false);
  });
  form.addEventListener("change", (event) => {
    if (TYPED.includes(event.target.name)) return write(false);
    apply();
    return write(true);
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    write(true);
    status.tabIndex = -1;
    status.focus();
  });
  fields.copy.addEventListener("click", async () => {
    write(false, location.hash);
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = said.copied;
    } catch {
      told.textContent = said.shownLink;
    }
    setTimeout(() => { told.textContent = ""; }, 4000);
  });
  further?.addEventListener("click", () => {
    const last = [...box.querySelectorAll(".headline")].at(-1);
    add();
    mark(wanted().terms);
    const all = [...box.querySelectorAll(".headline")];
    all[all.indexOf(last) + 1]?.focus();
  });
  addEventListener("popstate", come);
  addEventListener("hashchange", reveal);

  for (const one of boxes()) {
    titles.set(one.value, one.closest("label").children[1].textContent);
    names.set(one.value, one.dataset.names ?? "");
  }
  if (!apart) events = [...main.querySelectorAll(".event[data-topics]")].map(ofRow);
  form.hidden = false;
  document.querySelector(".by-topic")?.setAttribute("hidden", "");
  come();
})();
