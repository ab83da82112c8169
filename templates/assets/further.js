// What a link leads to may since have gone on to a further page of the entry: then it leads there.
(async () => {
  const MOST = 20;
  const id = decodeURIComponent(location.hash.slice(1));
  const onward = (page, here) => {
    const next = page.querySelector(".pager a[rel=next]")?.getAttribute("href");
    return next && new URL(next, here).href;
  };
  if (!/^(e\d|[pu]-|correction-)/.test(id) || document.getElementById(id)) return;
  let at = onward(document, location.href);
  for (let n = 0; at && n < MOST; n++) {
    const answer = await fetch(at);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById(id)) return location.replace(`${at}#${encodeURIComponent(id)}`);
    at = onward(page, at);
  }
})().catch(() => {}); // No such address, or no server to ask: the first page it is.
