// linkinator over a served site. In: the site's address, then the addresses to begin at. Out, as JSON: the addresses that
// answered, and what is broken.
//
// It crawls twice, since linkinator looks for an anchor only in a page that it has not fetched yet: in the second round it
// knows of every link with an anchor. Redirects count as broken; other hosts are not asked.

import { LinkChecker } from "linkinator";

const [site, ...path] = process.argv.slice(2);
const checker = new LinkChecker();
const options = {
  path,
  recurse: true,
  checkFragments: true,
  redirects: "error",
  linksToSkip: async (link) => !link.startsWith(site),
};
const links = [...(await checker.check(options)).links, ...(await checker.check(options)).links];
const having = (state) => links.filter((link) => link.state === state);
const found = new Set(having("OK").map((link) => link.url));
const broken = new Set(having("BROKEN").map((link) => `${link.parent} -> ${link.url}`));
console.log(JSON.stringify({ found: [...found].sort(), broken: [...broken].sort() }));
