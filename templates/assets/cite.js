// On a source's page: words that are selected are offered as a citation that can be pasted into a note, and will be verified.
// Without this script everything on the page can be read as it is.
(() => {
  "use strict";

  const text = document.querySelector("[data-source]");
  if (!text) return;
  const say = text.dataset;

  // As dossier/markup/htmltext.py has them: the edges of these end a block.
  const BLOCKS = new Set(("address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"
    + " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul").split(" "));
  const APPARATUS = '.uses, sup[id^="fnref"], .footnote-backref, .offer';
  const MARKS = [['"', '"'], ["“", "”"], ["«", "»"], ["「", "」"]];
  const DOUBLE = /["“”„«»「」『』＂〝〞‟]/gu;
  const LEFT_OUT = "[…]";

  // --- the text in blocks, as the engine counts them

  // Each block: its text, and the text nodes in it with where each begins.
  function blocks() {
    const found = [];
    let current = { words: "", nodes: [] };
    const close = () => {
      if (current.words.trim()) found.push(current);
      current = { words: "", nodes: [] };
    };
    const walk = (element) => {
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          current.nodes.push({ node: child, start: current.words.length });
          current.words += child.data;
        } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(APPARATUS)) {
          const tag = child.localName;
          if (tag === "br") current.words += "\n";
          else if (BLOCKS.has(tag)) { close(); walk(child); close(); }
          else {
            if (tag === "sup" && /^\d/.test(child.textContent)) current.words += " ";
            walk(child);
          }
        }
      }
    };
    walk(text);
    close();
    return found;
  }

  // The part of a block's text that a range covers; null where it covers none.
  function covered(block, range) {
    let start = -1, end = -1;
    for (const { node, start: at } of block.nodes) {
      if (!range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      if (from >= to) continue;
      if (start < 0) start = at + from;
      end = at + to;
    }
    return start < 0 || !block.words.slice(start, end).trim() ? null : { start, end };
  }

  // --- whole words, and no mark of speech without its other

  function whole(words, { start, end }, { first = true, last = true } = {}) {
    while (start < end && /\s/u.test(words[start])) start++;
    while (end > start && /\s/u.test(words[end - 1])) end--;
    while (start > 0 && !/\s/u.test(words[start - 1])) start--;
    while (end < words.length && !/\s/u.test(words[end])) end++;
    if (!first) start = 0;
    if (!last) end = words.length;
    return balanced(words, start, end);
  }

  // Where a mark is cut off, the words go on to its other, or back to it; or they begin or end beside it.
  function balanced(words, start, end) {
    const open = unpaired(words.slice(start, end));
    if (!open.length) return trimmed(words, start, end);
    const sign = words[start + open[0]];
    if (open[0] === 0 && words.slice(start + 1, end).trim()) return balanced(words, start + 1, end);
    if (start + open[0] === end - 1) return balanced(words, start, end - 1);
    const after = words.slice(end).search(DOUBLE);
    if (!/[”»」』]/u.test(sign) && after >= 0) return wider(words, start, end + after + 1);
    const before = [...words.slice(0, start).matchAll(DOUBLE)].pop();
    return before ? wider(words, before.index, end) : null;
  }

  function wider(words, start, end) {
    while (end < words.length && !/\s/u.test(words[end])) end++;
    return unpaired(words.slice(start, end)).length ? null : trimmed(words, start, end);
  }

  function unpaired(words) {
    const open = [];
    for (const mark of words.matchAll(DOUBLE)) {
      const straight = /["＂]/u.test(mark[0]);
      const closes = straight ? open.length && /["＂]/u.test(words[open[open.length - 1]]) : /[”»」』]/u.test(mark[0]);
      if (closes && open.length) open.pop();
      else open.push(mark.index);
    }
    return open;
  }

  function trimmed(words, start, end) {
    while (start < end && /[\s,;:)\]]/u.test(words[start])) start++;
    while (end > start && /[\s,;:(\[—–]/u.test(words[end - 1])) end--;
    return /[\p{L}\p{N}]/u.test(words.slice(start, end)) ? { start, end } : null;
  }

  // --- the citation

  const plain = (words) => words.replace(/\s+/gu, " ").trim();

  function escaped(words) {
    return words.replace(/[\\`*_{}[\]]/gu, "\\$&").replace(/&(?=#|[a-z]+;)/giu, "&amp;").replace(/</gu, "&lt;");
  }

  function asParagraph(words) {
    return escaped(words).replace(/^(?:[#>]|[+-](?=[\s-])|\d+\.(?=\s))/u, (sign) => sign.slice(0, -1) + "\\" + sign.slice(-1));
  }

  // Words that stand in an earlier block, too, need the number of theirs.
  function locator(all, number, words) {
    const earlier = all.findIndex((block) => plain(block.words).includes(words));
    return say.whole && earlier >= 0 && earlier < number ? `para. ${number + 1}, ` : "";
  }

  function offered(range) {
    const all = blocks();
    const parts = all.map((block, number) => ({ block, number, at: covered(block, range) })).filter((part) => part.at);
    if (!parts.length || parts.some(({ block, at }) => block.words.slice(at.start, at.end).includes(LEFT_OUT))) return "";
    if (parts.length > 1) return quoted(parts);
    const [{ block, number, at }] = parts;
    const place = whole(block.words, at);
    if (!place) return "";
    const words = plain(block.words.slice(place.start, place.end));
    const [opens, closes] = MARKS.find((pair) => !pair.some((mark) => words.includes(mark))) || MARKS[0];
    return `[@${say.source}, ${locator(all, number, words)}${opens}${escaped(words)}${closes}]`;
  }

  // Words of several blocks are a quotation set apart: the first goes to its block's end, the last from its block's start.
  function quoted(parts) {
    const words = parts.map(({ block, at }, i) => {
      const place = whole(block.words, at, { first: i === 0, last: i === parts.length - 1 });
      return place && plain(block.words.slice(place.start, place.end));
    });
    if (words.some((each) => !each)) return "";
    return words.map((each) => `> ${asParagraph(each)}`).join("\n>\n") + ` [@${say.source}]`;
  }

  // --- the offer

  const offer = document.createElement("div");
  offer.className = "offer";
  offer.lang = say.language;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say.copy;
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.rows = 3;
  field.setAttribute("aria-label", say.field);
  field.spellcheck = false;
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  offer.append(button, field, told);

  function show(citation, range) {
    if (field.value !== citation) told.textContent = "";
    field.value = citation;
    const last = range.endContainer.nodeType === Node.TEXT_NODE ? range.endContainer.parentElement : range.endContainer;
    // Behind the block in which the words end: where they are read, and near them.
    let block = last;
    while (block.parentElement !== text && text.contains(block.parentElement)) block = block.parentElement;
    if (text.contains(block) && block !== text) {
      if (block.nextElementSibling !== offer) block.after(offer);
    } else if (offer.parentElement !== text) text.append(offer);
  }

  const hide = () => offer.remove();

  // While somebody drags, nothing may move under the pointer.
  let waiting = 0;
  let dragging = false;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("pointerdown", (event) => { dragging = event.pointerType === "mouse" && event.button === 0; });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => { dragging = false; soon(); });
  }

  function look() {
    if (dragging || offer.contains(document.activeElement)) return;
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const citation = range && !range.collapsed && range.intersectsNode(text) ? offered(range) : "";
    if (citation) show(citation, range);
    else hide();
  }

  // A press must not take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = say.copied;
    } catch {
      field.focus();
      field.select();
      told.textContent = document.execCommand("copy") ? say.copied : say.refused;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!offer.isConnected) return;
    if (event.key === "Escape") {
      getSelection().removeAllRanges();
      hide();
    } else if (event.key === "Tab" && !event.shiftKey && document.activeElement.matches("body, main")) {
      // Nothing has the focus but what holds the whole page: from there the next stop would be its beginning.
      event.preventDefault();
      button.focus();
    }
  });
})();
