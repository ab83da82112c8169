// On the search page: asks the index that a build has made (Pagefind's), and shows what it finds as links to the words.
// What the index gives is text: it is set as text, and addresses are of this site alone.
(() => {
  "use strict";

  const search = document.querySelector(".search");
  if (!search) return;
  const say = search.dataset;
  const root = new URL(say.root || "./", location.href);
  const field = search.querySelector("#words");
  const kinds = [...search.querySelectorAll("[data-kind]")];
  const choices = [...search.querySelectorAll("[data-filter]")];
  const order = search.querySelector("#order");
  const told = search.querySelector(".told");
  const place = search.querySelector(".found");
  const list = document.createElement("ol");
  list.className = "rows";
  place.append(list);
  const further = search.querySelector(".further");
  const label = Object.fromEntries(kinds.map((box) => [box.value, box.dataset.kind]));
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);

  const PAGE = 10, PASSAGES = 3, BEFORE = 8, AFTER = 20, LONGEST = 40, NEAR = 24;
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  // --- the index

  let loading = null;
  function index() {
    loading ||= (async () => {
      const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
      await pagefind.options({ baseUrl: "/" });
      await pagefind.init();
      return pagefind;
    })();
    return loading;
  }

  function asked() {
    return {
      words: field.value.normalize("NFC").replace(/[“”„«»]/gu, '"').trim(),
      kinds: kinds.filter((box) => box.checked).map((box) => box.value),
      chosen: Object.fromEntries(choices.filter((each) => each.value).map((each) => [each.dataset.filter, each.value])),
      order: order.value,
    };
  }

  function filters({ kinds: of, chosen }, without = "") {
    const all = { ...chosen, ...(of.length ? { kind: { any: of } } : {}) };
    delete all[without];
    return all;
  }

  // Pages without a date are no part of an order by date: they follow.
  async function found(pagefind, what) {
    const words = what.words || null;
    const all = await pagefind.search(words, { filters: filters(what) });
    if (!what.order) return all.results;
    const sort = { date: what.order === "newest" ? "desc" : "asc" };
    const { results } = await pagefind.search(words, { filters: filters(what), sort });
    const dated = new Set(results.map((result) => result.id));
    return [...results, ...all.results.filter((result) => !dated.has(result.id))];
  }

  // --- how many there are of each choice, were it chosen beside the others

  async function count(pagefind, what) {
    const everything = await pagefind.filters();
    const counts = async (name) => {
      const rest = filters(what, name);
      if (!what.words && !Object.keys(rest).length) return everything[name] || {};
      return (await pagefind.search(what.words || null, { filters: rest })).filters[name] || {};
    };
    const names = ["kind", ...choices.map((each) => each.dataset.filter)];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, [everything[name] || {}, await counts(name)]])));
  }

  function showCounts(counted) {
    for (const box of kinds) {
      const n = counted.kind[1][box.value] || 0;
      box.parentElement.querySelector(".meta").textContent = number.format(n);
    }
    for (const select of choices) {
      const [all, now] = counted[select.dataset.filter];
      const value = select.value || select.dataset.wanted || "";
      const names = Object.keys(all).sort((a, b) => a.localeCompare(b, document.documentElement.lang || undefined));
      if (select.dataset.filter === "year") names.reverse();
      const options = names.filter((name) => now[name] || name === value).map((name) => {
        return new Option(`${name} (${number.format(now[name] || 0)})`, name, false, name === value);
      });
      select.replaceChildren(select.options[0], ...options);
      select.value = names.includes(value) ? value : "";
      select.parentElement.hidden = !names.length;
    }
  }

  // --- where in a page the words stand

  const bare = (word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const ends = (word) => /[.,;:!?…。、)\]”"»」]$/u.test(word);

  // The elements with ids, and where their words stand; what is left out of the index, as a citation's mark, has none.
  function places(anchors, words) {
    return anchors.map(({ id, location: start, text }) => ({ id, start, own: text ? text.trim().split(/\s+/u).map(bare) : [] }))
      .filter(({ start, own }) => own.length && own.every((word, i) => word === bare(words[start + i] || "")))
      .map(({ id, start, own }) => ({ id, start, end: start + own.length }));
  }

  // The innermost of them that a word stands in.
  function holder(among, at) {
    const holding = among.filter(({ start, end }) => start <= at && at < end);
    return holding.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
  }

  // Words of one place that a browser finds on the page: from within one sentence, since marks may stand between them.
  function directive(words, at) {
    let first = at, last = at;
    while (first > 0 && at - first < 3 && !ends(words[first - 1]) && bare(words[first - 1])) first--;
    while (last + 1 < words.length && last - at < 4 && !ends(words[last]) && bare(words[last + 1])) last++;
    const phrase = bare(words.slice(first, last + 1).join(" "));
    return phrase ? `:~:text=${encodeURIComponent(phrase).replace(/-/g, "%2D")}` : "";
  }

  function passages(data) {
    const words = data.content.split(/\s+/u);
    const among = places(data.anchors || [], words);
    const groups = [];
    for (const at of [...new Set(data.locations)].filter((each) => each < words.length).sort((a, b) => a - b)) {
      const inner = holder(among, at);
      const last = groups.at(-1);
      if (last && (inner ? last.id === inner.id : !last.id && at - last.hits.at(-1) < NEAR)) last.hits.push(at);
      else groups.push({ id: inner?.id || "", start: inner?.start, end: inner?.end, hits: [at] });
    }
    // A word tells the more of a place, the less often it stands on the page.
    const word = (at) => bare(words[at]).toLowerCase();
    const often = new Map();
    for (const at of data.locations) often.set(word(at), 1 + (often.get(word(at)) || 0));
    const weight = ({ hits }) => [...new Set(hits.map(word))].reduce((sum, each) => sum + 1 / often.get(each), 0);
    const best = groups.sort((a, b) => weight(b) - weight(a) || a.hits[0] - b.hits[0]).slice(0, PASSAGES);
    best.sort((a, b) => a.hits[0] - b.hits[0]);
    best.forEach((group, i) => { group.until = best[i + 1] ? Math.min(best[i + 1].start ?? Infinity, best[i + 1].hits[0]) : words.length; });
    return { words, groups: best };
  }

  function fragment(words, group) {
    if (group.id) return `#${encodeURIComponent(group.id)}`;
    const named = directive(words, group.hits[0]);
    return named && `#${named}`;
  }

  // The words around a place, as text and marks: from the passage's own beginning where that is near.
  function excerpt(words, hits, { hits: [at, ...more] = [0], start = 0, until = words.length } = {}) {
    let from = Math.max(0, start, at - BEFORE);
    while (from < at && !bare(words[from])) from++;
    const to = Math.min(until, from + LONGEST, (more.at(-1) ?? at) + AFTER);
    const parts = [from > 0 ? "… " : ""];
    let glued = true;
    for (const [i, word] of words.slice(from, to).entries()) {
      const inner = bare(word);
      const opens = !inner && (/^[([“‘«「『]+$/u.test(word) || (word === '"' && parts.filter((part) => part === '"').length % 2 === 0));
      if (!glued && (inner || opens)) parts.push(" ");
      parts.push(...(inner && hits.has(from + i) ? marked(word, inner) : [word]));
      glued = opens;
    }
    return [...parts, to < words.length ? " …" : ""];
  }

  function marked(word, inner) {
    const at = word.indexOf(inner);
    return [word.slice(0, at), made("mark", { textContent: inner }), word.slice(at + inner.length)];
  }

  // --- results

  const made = (tag, given = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), given);
    element.append(...children);
    return element;
  };

  // An address within the site, whatever the index says.
  const address = (path, rest = "") => new URL(`./${path.replace(/^\/+/, "")}`, root).pathname + rest;

  function item(data) {
    const { meta } = data;
    const first = (name) => (data.filters[name] || [""])[0];
    // Of an entry without a text its title is all there is.
    const whole = bare(data.content) === bare(meta.title || "");
    const { words, groups } = whole ? { words: [], groups: [] } : passages(data);
    const hits = new Set(data.locations);
    // Its words run their own way.
    const own = first("language") ? { lang: first("language"), dir: "auto" } : {};
    const lines = groups.map((group) => made("li", {}, made("a", {
      href: address(data.raw_url, fragment(words, group)), ...own,
    }, ...excerpt(words, hits, group))));
    // Found by its title or another fact: then what it begins with tells most.
    const opening = words.some(bare) ? [made("p", own, ...excerpt(words, hits))] : [];
    return made("li", {},
      made("p", { className: "meta" }, [label[first("kind")], meta.publisher, meta.date, meta.standing].filter(Boolean).join(" · ")),
      made("a", { className: "headline", href: address(data.raw_url), ...own }, meta.title || data.raw_url),
      ...(lines.length ? [made("ul", {}, ...lines)] : opening));
  }

  // The index takes the nearest shorter word for one that it does not have. Readers are told.
  function unknown(words, shown) {
    const terms = words.replace(/"/g, " ").split(/\s+/u).map(bare).filter(Boolean);
    const there = shown.flatMap((data) => [
      ...[...new Set(data.locations)].map((at) => data.content.split(/\s+/u)[at] || ""), ...Object.values(data.meta).join(" ").split(/\s+/u),
    ]).map((word) => bare(word).toLowerCase());
    const like = (term, word) => {
      let same = 0;
      while (same < term.length && term[same] === word[same]) same++;
      return same === term.length || (same > 1 && same * 2 >= term.length) || word.includes(term);
    };
    return terms.filter((term) => !there.some((word) => like(term.toLowerCase(), word)));
  }

  let turn = 0;
  let results = [];
  let shown = 0;

  async function show(more, mine) {
    const data = await Promise.all(results.slice(shown, shown + PAGE).map((result) => result.data()));
    if (mine !== turn) return [];
    const items = data.map(item);
    if (more) list.append(...items);
    else list.replaceChildren(...items);
    shown += data.length;
    place.hidden = !shown;
    further.hidden = shown >= results.length;
    if (more) items[0]?.querySelector("a").focus();
    return data;
  }

  async function ask() {
    const mine = ++turn;
    const what = asked();
    const any = what.words || what.kinds.length || Object.keys(what.chosen).length;
    try {
      const pagefind = await index();
      const [hits, counted] = await Promise.all([any ? found(pagefind, what) : [], count(pagefind, what)]);
      if (mine !== turn) return;
      showCounts(counted);
      [results, shown] = [hits, 0];
      const data = await show(false, mine);
      if (mine !== turn) return;
      told.textContent = any ? summary(what, unknown(what.words, data)) : "";
    } catch (error) {
      if (mine !== turn) return;
      loading = null;
      told.textContent = location.protocol === "file:" ? say.file : say.broken;
      console.error(error);
    }
  }

  function summary({ words, kinds: of, chosen }, missing) {
    const narrowed = of.length || Object.keys(chosen).length;
    const named = { words: words.replace(/^"([^"]*)"$/, "$1") };
    if (!results.length && !words) return say.noneChosen;
    if (!results.length) return fill(narrowed ? say.noneOfChoice : say.none, named);
    const many = results.length === 1 ? say.one : fill(say.many, { count: number.format(results.length) });
    return missing.length ? `${fill(say.near, { words: missing.join(" ") })} ${many}` : many;
  }

  // --- what is asked stands in the address

  function remember() {
    const { kinds: of, chosen, order: by } = asked();
    const query = new URLSearchParams();
    if (field.value.trim()) query.set("q", field.value.trim());
    for (const kind of of) query.append("kind", kind);
    for (const [name, value] of Object.entries(chosen)) query.set(name, value);
    if (by) query.set("order", by);
    const text = query.toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    field.value = (query.get("q") || "").slice(0, field.maxLength);
    for (const box of kinds) box.checked = query.getAll("kind").includes(box.value);
    for (const select of choices) {
      const value = query.get(select.dataset.filter) || "";
      if (value) select.append(new Option(value, value, false, true));
      select.value = value;
    }
    order.value = ["newest", "oldest"].includes(query.get("order")) ? query.get("order") : "";
  }

  let waiting = 0;
  const soon = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { remember(); ask(); }, wait);
  };
  field.addEventListener("input", () => soon(200));
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) soon(0); });
  for (const control of [...kinds, ...choices, order]) control.addEventListener("change", () => soon(0));
  further.addEventListener("click", () => show(true, turn));

  document.querySelector("#without").hidden = true;
  search.hidden = false;
  recall();
  if (!location.search && matchMedia("(pointer: fine)").matches) field.focus();
  told.textContent = field.value ? say.waiting : "";
  ask();
})();
