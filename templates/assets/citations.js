// Citations in place: what a marker, a quoted run or a source's small number leads to on this page is shown beside it, by
// hover, focus or a tap. It is a copy of what stands below; without this script the same is one step away.
// On a source's page there is also the way back to where one came from.
(() => {
  "use strict";

  const page = document.querySelector("[data-card]");
  if (!page) return;
  const say = page.dataset;
  const MARKERS = '.citation a[href^="#"], a.uses[href^="#"]';
  const RUNS = ".quotation[data-reference]";
  // As citations.css has it: where there is no room beside the text, the card is a sheet at the lower edge.
  const sheet = matchMedia("(max-width: 40rem), (max-height: 24rem)");
  const OPENS = 300, OPENS_RUN = 500, CLOSES = 300; // milliseconds
  const GAP = 6, ROOM = 160; // pixels
  const CAME = "dossier:came";

  // --- what leads where

  const at = (id) => document.getElementById(id);

  function triggerOf(target) {
    const found = target.closest(`${MARKERS}, ${RUNS}`);
    const link = target.closest("a");
    return !link || link === found ? found : null;
  }

  // A marker of several references shows them all, its own first.
  function itemsOf(trigger) {
    const group = trigger.matches(RUNS) ? null : trigger.closest(".citation");
    const links = group ? [trigger, ...group.querySelectorAll('a[href^="#"]')] : [trigger];
    const ids = links.map((link) => link.dataset.reference || link.hash.slice(1));
    return [...new Set(ids)].map(at).filter(Boolean);
  }

  // The link by which a keyboard comes to the card: a quoted run's is its marker.
  function homeOf(trigger) {
    return trigger.matches("a") ? trigger : document.querySelector(`.citation a[href="#${trigger.dataset.reference}"]`);
  }

  // Whoever hears a marker hears the words, too.
  let named = 0;
  for (const marker of document.querySelectorAll(MARKERS)) {
    const item = at(marker.hash.slice(1));
    if (!item) continue;
    const words = [...item.querySelectorAll("blockquote")].map((each) => each.querySelector("mark") || each);
    if (!words.length) words.push(item.querySelector("ul") || item.querySelector("p"));
    for (const each of words) each.id ||= `words-${++named}`;
    marker.setAttribute("aria-describedby", words.map((each) => each.id).join(" "));
  }

  // --- the card

  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const card = make("div", { className: "card", tabIndex: -1 });
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", say.card);
  const head = make("div", { className: "head", lang: say.language, textContent: say.card });
  const close = make("button", { type: "button", textContent: say.close });
  const held = make("div");
  const list = make("ol");
  head.append(close);
  held.append(list);
  card.append(head, held);

  let open = null; // the trigger whose card is shown
  let kept = false; // it stays when the pointer leaves
  let line = 0; // where the pointer was when it opened
  let timer = 0;
  let quiet = false; // focus is given back, which opens nothing

  function copy(item) {
    const made = item.cloneNode(true);
    made.value = item.value || [...item.parentElement.children].indexOf(item) + 1;
    for (const each of [made, ...made.querySelectorAll("[id]")]) each.removeAttribute("id");
    for (const each of made.querySelectorAll(".back")) each.remove();
    return made;
  }

  function show(trigger, stays, y = 0) {
    const items = itemsOf(trigger);
    if (!items.length) return;
    hide();
    open = trigger;
    kept = stays;
    line = y;
    list.replaceChildren(...items.map(copy));
    held.className = items[0].closest("section").className;
    list.type = items[0].parentElement.type || "1"; // a date's references are lettered
    document.body.append(card);
    open.classList.add("open");
    place(true);
    card.scrollTop = 0;
  }

  function hide() {
    clearTimeout(timer);
    if (!open) return;
    const last = open, inside = card.contains(document.activeElement);
    open = null;
    last.classList.remove("open");
    card.remove();
    document.body.style.paddingBlockEnd = "";
    if (inside) giveBack(last);
  }

  function giveBack(trigger) {
    quiet = true;
    homeOf(trigger)?.focus({ preventScroll: true });
    quiet = false;
  }

  // Below the words or above them, wherever there is room: never on them, never off the screen.
  function place(scrolls) {
    card.style.cssText = "";
    const words = wordsAt();
    if (sheet.matches) {
      const free = innerHeight - card.offsetHeight - GAP;
      document.body.style.paddingBlockEnd = `${card.offsetHeight}px`;
      if (scrolls && words.bottom > free) scrollBy({ top: words.bottom - free, behavior: "instant" });
      return;
    }
    document.body.style.paddingBlockEnd = "";
    const below = innerHeight - words.bottom - 2 * GAP, above = words.top - 2 * GAP;
    const up = card.offsetHeight > below && above > below;
    const room = up ? above : below;
    if (card.offsetHeight > room) card.style.maxHeight = `${room}px`;
    const width = document.documentElement.clientWidth - card.offsetWidth - GAP;
    const start = getComputedStyle(page).direction === "rtl" ? words.right - card.offsetWidth : words.left;
    card.style.left = `${scrollX + Math.max(GAP, Math.min(start, width))}px`;
    card.style.top = `${scrollY + (up ? words.top - GAP - card.offsetHeight : words.bottom + GAP)}px`;
  }

  // The whole marker or run; of a run that fills the screen, the line that is pointed at.
  function wordsAt() {
    const whole = (open.closest(".citation") || open).getBoundingClientRect();
    const lines = [...open.getClientRects()];
    const own = lines.find((each) => line <= each.bottom) || lines[0];
    const { top, bottom } = Math.max(innerHeight - whole.bottom, whole.top) > ROOM ? whole : own;
    return { top, bottom, left: own.left, right: own.right };
  }

  // --- by pointer

  let touched = false;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; }, true);

  // Where the page moves under a pointer that rests, as when a card goes, nothing opens.
  let rests = "";
  document.addEventListener("pointermove", ({ clientX, clientY }) => { rests = `${clientX} ${clientY}`; });

  document.addEventListener("pointerover", ({ target, pointerType, buttons, clientX, clientY }) => {
    if (pointerType === "touch" || buttons) return;
    clearTimeout(timer);
    if (card.contains(target)) return;
    const trigger = triggerOf(target);
    if (trigger === open) return;
    if (trigger) {
      if (rests === `${clientX} ${clientY}`) return;
      const wait = trigger.matches(RUNS) ? OPENS_RUN : OPENS;
      timer = setTimeout(() => show(trigger, false, clientY), wait);
    } else if (!kept && !sheet.matches && !card.contains(document.activeElement)) {
      timer = setTimeout(hide, CLOSES);
    }
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    const link = target.closest("a[href]");
    if (link) remember(link, event);
    if (card.contains(target)) {
      if (target === close || link?.getAttribute("href").startsWith("#")) hide();
      return;
    }
    const trigger = triggerOf(target);
    const last = open;
    hide();
    // The first tap shows; the second follows the link.
    if (!trigger || trigger === last || !touched || !event.detail) return;
    event.preventDefault();
    show(trigger, true, event.clientY);
    card.focus({ preventScroll: true });
  });

  // --- by keyboard

  document.addEventListener("focusin", ({ target }) => {
    if (quiet || card.contains(target) || (open && target === homeOf(open))) return;
    if (target.matches(MARKERS) && target.matches(":focus-visible")) show(target, true);
    else if (!target.matches("main")) hide();
  });

  document.addEventListener("keydown", (event) => {
    if (!open) return;
    if (event.key === "Escape") hide();
    if (event.key !== "Tab" || !open) return;
    const stops = [...card.querySelectorAll("a[href], button")].filter((each) => each.offsetParent);
    const focus = document.activeElement;
    if (!event.shiftKey && (focus === homeOf(open) || focus === card)) {
      event.preventDefault();
      stops[0]?.focus();
    } else if (!event.shiftKey && focus === stops[stops.length - 1]) {
      hide(); // and the browser goes on from the marker
    } else if (event.shiftKey && (focus === stops[0] || focus === card)) {
      event.preventDefault();
      giveBack(open);
    }
  });

  addEventListener("resize", () => { if (open) place(false); });
  addEventListener("beforeprint", hide);

  // --- there and back

  function remember(link, { metaKey, ctrlKey, shiftKey, altKey }) {
    if (metaKey || ctrlKey || shiftKey || altKey || link.pathname === location.pathname || !link.hash.startsWith("#p-")) return;
    const place = (card.contains(link) ? homeOf(open) : link).closest("[id]");
    const title = document.querySelector("h1").cloneNode(true);
    for (const marker of title.querySelectorAll(".citation")) marker.remove();
    const from = `${location.href.split("#")[0]}#${place.id}`;
    const came = { to: link.href, from, title: title.textContent.trim(), lang: document.documentElement.lang };
    try {
      sessionStorage.setItem(CAME, JSON.stringify(came));
    } catch { /* where nothing may be stored, the list of uses leads back */ }
  }

  function cameFrom() {
    try {
      const came = JSON.parse(sessionStorage.getItem(CAME));
      sessionStorage.removeItem(CAME);
      // With the page in the history, so that it is there again after a step back.
      if (came?.to === location.href) history.replaceState({ ...history.state, came }, "");
    } catch { /* as above */ }
    return history.state?.came;
  }

  const came = cameFrom();
  if (came) {
    const way = make("a", { href: came.from });
    way.append(make("span", { lang: say.language, textContent: say.back }), " ", make("span", { lang: came.lang, textContent: came.title }));
    const bar = make("p", { className: "came" });
    bar.append(way);
    document.querySelector("main").prepend(bar);
  }
})();
