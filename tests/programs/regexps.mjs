// Regular expressions as ECMAScript reads them, in Unicode mode. In: a file of JSON, [[pattern, text], …]. Out: JSON, for each
// the groups of the first match, or null.

import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(asked.map(([pattern, text]) => new RegExp(pattern, "u").exec(text))));
