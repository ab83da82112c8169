// Passes on the address of a place on the page: by the system's own dialogue on a phone, else copied. Without it the link
// leads to the place, which has its address in the address bar.
const script = document.currentScript;
const words = script.dataset;

// Where the timeline has since been split into years, an event is no longer listed where a link to it leads: but it has a
// page of its own.
async function find(hash) {
  try {
    const id = decodeURIComponent(hash);
    if (!id.startsWith("#e-") || document.getElementById(id.slice(1))) return;
    const page = new URL(`../notes/${encodeURIComponent(id.slice(3))}/`, script.src);
    if ((await fetch(page, { method: "HEAD" })).ok) location.replace(page);
  } catch {
    // No such event, or no server to ask: the timeline it is.
  }
}
find(location.hash);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-share]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const title = link.closest("li, article")?.querySelector(".headline, h1")?.textContent.trim() ?? document.title;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      await navigator.share({ title, url: link.href });
    } else if (navigator.clipboard) {
      event.preventDefault();
      history.replaceState(history.state, "", link.href);
      await navigator.clipboard.writeText(link.href);
      say(link, words.copied);
    }
  } catch {
    // The reader changed their mind, or the browser does not let a page copy: the address bar has it.
  }
});

function say(link, text) {
  let said = link.nextElementSibling;
  if (!said?.matches("[role=status]")) {
    said = document.createElement("span");
    said.setAttribute("role", "status");
    link.after(said);
  }
  said.textContent = "";
  // A status that is there before its words is told.
  requestAnimationFrame(() => { said.textContent = ` ${text}`; });
  setTimeout(() => { said.textContent = ""; }, 4000);
}
