// Searches as one types. Loaded by site/search.js when the field is used: docs/search.md.
const form = document.querySelector("[data-index]");
const field = form.elements.q;
const status = document.getElementById("status");
const results = document.getElementById("results");
const kinds = [
  { kind: "entry", name: "Entries", first: 5, count: (n) => `${n} ${n == 1 ? "entry" : "entries"}` },
  { kind: "article", name: "Articles", first: 4, count: (n) => `${n} article${n == 1 ? "" : "s"}` },
  { kind: "place", name: "Lists of articles", first: 4, count: (n) => `${n} list${n == 1 ? "" : "s"} of articles` },
  { kind: "page", name: "Pages", first: 1, count: (n) => `${n} page${n == 1 ? "" : "s"}` },
  { kind: "comment", name: "Comments", first: 2, count: (n) => `comments in ${n} thread${n == 1 ? "" : "s"}` },
];
const MORE = 10; // pages are long, and each costs as much to show as three articles
const FRESH_MS = 60_000;
const SHORTEST = 3; // letters that are looked for while one still types: fewer begin every third word

const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// What has a name is found without Pagefind: misspelt, in American, in the plural, by another word, by its beginning.
const bare = (text) => text.normalize("NFD").replace(/\p{M}|[.’']/gu, "").toLowerCase();
const british = (word) => word.replace(/(?<=\p{L}{3})iz(?=(e[drs]?|ing|ations?|ational)$)/u, "is")
  .replace(/(?<=(behavi|col|fav|hon|hum|lab|neighb|rum|endeav|flav)o)(?=r)/, "u").replace(/^cent(?=ers?$)/, "centre#")
  .replace(/#ers?/, "").replace(/(?<=^(def|off|lic)en)se/, "ce").replace(/^program$/, "programme")
  .replace(/(?<=^(travel|cancel|label|model|counsel))(?=(ed|ing|or|er)s?$)/, "l").replace(/^gray$/, "grey");
const stem = (word) => word.length < 4 ? word : word.replace(/ies$/, "y").replace(/(?<=s|x|[cs]h)es$|(?<=[^isu])s$/, "")
  .replace(/(?<=\p{L}{4})(ing|ed)$/u, "").replace(/(?<=\p{L}{4})e$/u, "");
const wordsOf = (text) => (bare(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(british);
const stemsOf = (text) => wordsOf(text).map(stem);
const LITTLE = new Set("a about after am an and any are at be been can cant could did do does dont for from get give go got had has have how i id if im in is it ive just me my of on or should so some tell than that the their them they this to want was we what when where which who why will with wont would you your".split(" "));
const loudOf = (words) => { const loud = words.filter((word) => !LITTLE.has(word)); return loud.length ? loud : words; };
const cased = (word) => /^\p{Lu}\P{Lu}*$/u.test(word) || (word.length > 5 && !/\p{Ll}/u.test(word)) ? word.toLowerCase() : word;
const slug = (title) => bare(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// Letters to change, to add, to leave out, or to swap.
const distance = (one, other) => {
  const rows = [[...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] == other[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[one.length][other.length];
};

let named;
export const loadNamed = () => named ??= fetch(form.dataset.index.replace("index", "heads")).then((answer) => {
  if (answer.status == 404) throw noIndex;
  return answer.json();
}).then((data) => {
  const count = new Map(), known = new Map(), printed = new Map(), same = new Map();
  const heads = data.heads.map(([kind, title, url, text, also, note]) => {
    const one = { kind, title, url: url || `${data.words}${slug(title)}/`, text, note, key: letters(title) };
    one.phrases = also ? also.split(", ").map((phrase) => ({ key: letters(phrase), stems: [...new Set(loudOf(wordsOf(phrase)).map(stem))] })) : [];
    [one.words, one.also, one.said] = [title, also, `${text} ${note.split(",")[0]}`].map((part) => new Set(stemsOf(part)));
    for (const word of new Set([...one.words, ...one.also, ...one.said])) count.set(word, (count.get(word) ?? 0) + 1);
    for (const part of `${title} ${also}`.match(/[\p{L}\p{N}.’']+/gu) ?? []) for (const word of wordsOf(part)) {
      known.set(word, stem(word));
      if (!printed.has(word)) printed.set(word, bare(part) == word ? cased(part) : word);
    }
    return one;
  });
  for (const line of data.same) {
    const group = line.split(" ").map((word) => stemsOf(word));
    for (const [word] of group.filter((one) => !one[1])) same.set(word, [...same.get(word) ?? [], ...group]);
    for (const word of wordsOf(line)) if (!known.has(word)) known.set(word, stem(word));
  }
  return { heads, count, known, printed, same };
}).catch((error) => { named = undefined; throw error; });

// The word that is meant where nothing has this one, nor begins with it: a whole one, not the stem of one.
const nearest = ({ count, known, same }, word) => {
  const most = word.length > 6 ? 2 : word.length > 3 ? 1 : 0;
  if (!most || count.has(stem(word)) || same.has(stem(word)) || [...known.keys()].some((one) => one.startsWith(word))) return word;
  let near = { far: most + 1, word };
  for (const other of known.keys()) if (Math.abs(other.length - word.length) <= most) {
    const far = distance(word, other) + (other[0] != word[0]) / 2;
    if (far < near.far) near = { far, word: other };
  }
  return near.word;
};

// What has a name like the query, best first; and the query as it was understood. What stands in `texts` is no misspelling.
export const find = (names, query, texts = []) => {
  const { heads, count, printed, same } = names;
  const all = wordsOf(query), key = letters(query), typed = loudOf(all);
  const words = typed.map((word) => texts.includes(word) ? word : nearest(names, word)), asked = words.map(stem);
  const isOther = words.some((word, at) => word != typed[at]), meant = letters(words.join(""));
  const isQuestion = all.length - typed.length > 1 || all.length > 3;
  const worth = (one) => {
    let sum = 0, met = 0;
    const whole = new Map(one.phrases.filter(({ stems }) => stems.every((part) => asked.includes(part)))
      .sort((one, other) => one.stems.length - other.stems.length).flatMap(({ stems }) => stems.map((part) => [part, 7 + 2 * stems.length])));
    for (const [at, wanted] of asked.entries()) {
      const begins = [...one.words].some((other) => other.startsWith(words[at]));
      const like = (same.get(wanted) ?? []).some((parts) => parts.every((part) => one.words.has(part) || one.phrases.some(({ stems }) => stems.length == 1 && stems[0] == part)));
      const value = Math.max(one.words.has(wanted) ? 10 : 0, whole.get(wanted) ?? 0) || (like ? 6 : begins ? 5 : one.also.has(wanted) ? 4 : one.said.has(wanted) ? 3 : 0);
      met += !!value;
      sum += value * Math.log(2 + heads.length / (count.get(wanted) ?? 1));
    }
    const alike = (same.get(stem(meant)) ?? []).findIndex((parts) => parts.join("") == stem(one.key));
    const isAlso = one.phrases.some((phrase) => phrase.key == key || phrase.key == meant);
    if (one.kind == "place" || one.kind == "page") sum -= 10;
    if (one.key == key) sum += 950;
    else if (one.key == meant) sum += 900;
    else if (isAlso && one.kind == "article") sum += 720;
    else if (isQuestion) sum += one.kind == "article" && one.key.length > 9 && key.includes(one.key) ? 300 : 0;
    else if (stem(one.key) == stem(meant)) sum += 850;
    else if (isAlso) sum += one.kind == "entry" ? 760 : 600;
    else if (alike >= 0) sum += 300 - 5 * alike;
    else if (one.key.startsWith(meant)) sum += 40 - one.key.length / 2;
    if (isQuestion) sum *= one.kind == "article" ? 3 : [...one.words].every((word) => asked.includes(word)) ? 1 : 1 / 4; // PAY GAP is no gap
    return sum && sum * (met / asked.length) ** 2 || (sum > 300 ? sum : 0);
  };
  const found = heads.map((one) => ({ ...one, worth: worth(one) })).filter((one) => one.worth > 4);
  const said = isOther ? words.map((word) => printed.get(word) ?? word).join(" ") : "";
  return { found: found.sort((one, other) => other.worth - one.worth), said, words, typed };
};

// Pagefind, with all bundles merged; each is a value of a filter, so that it can be asked alone.
let engine;
const load = () => engine ??= start().catch((error) => { engine = undefined; throw error; });
const noIndex = new Error("There is no index here; make html SEARCH=1 makes one for a preview.");
const fetchIndex = async () => {
  const answer = await fetch(form.dataset.index, { cache: "no-cache" });
  if (answer.status == 404) throw noIndex;
  return answer.text();
};
const start = async () => {
  const index = await fetchIndex();
  const { root, engine, bundles } = JSON.parse(index);
  const pagefind = await import(engine);
  const options = ({ name, tag, weight }) =>
    ({ baseUrl: root, mergeFilter: { bundle: name }, metaCacheTag: tag, indexWeight: weight, excerptLength: 26 });
  const [primary, ...others] = bundles;
  try {
    await pagefind.options({ ...options(primary), basePath: primary.path, noWorker: true });
    await pagefind.init();
    await pagefind.filters(); // fails if that failed; merging would wait for ever
    await Promise.all(others.map((bundle) => pagefind.mergeIndex(bundle.path, options(bundle))));
  } catch (error) {
    await pagefind.destroy();
    throw error;
  }
  checked = Date.now();
  return { pagefind, bundles, index };
};
// After a publish files of an index have other names, and Pagefind finds less without a word.
let checked;
const isOutdated = async () => {
  const { pagefind, index } = await engine;
  checked = Date.now();
  if (index == await fetchIndex()) return false;
  await pagefind.destroy();
  engine = undefined;
  return true;
};

// A head, however it is typed.
const letters = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// Where a bundle has neither a word nor one that begins with it, Pagefind takes the longest that it begins with: "re"
// for "résumé". All results of that bundle are then of this sort, so one of them tells.
const isLike = (word, wanted) => {
  const [one, other] = [letters(word), letters(wanted)];
  return one.startsWith(other.slice(0, Math.max(2, Math.ceil(other.length / 2))));
};
const look = async (pagefind, bundle, query, words) => {
  const ask = (text) => pagefind.search(text, { filters: { bundle: bundle.name } });
  const [found, ...exact] = await Promise.all([query, ...words.map((word) => `"${word}"`)].map(ask));
  const missing = words.filter((_, at) => !exact[at].results.length);
  // A thread of which only the title matches has no comment to show.
  let all = found.results.filter((one) => bundle.kind != "comment" || one.words.length);
  if (missing.length && all.length) {
    const { content, locations, meta } = await all[0].data();
    const said = content.split(/\s+/);
    const held = [...locations.map((at) => said[at] ?? ""), ...Object.values(meta).join(" ").split(/\s+/)];
    if (!missing.every((word) => held.some((one) => isLike(one, word)))) all = [];
  }
  return { kind: bundle.kind, results: all, missing };
};

// What is shown of a text: the sentence with most of what was looked for, and the next ones where it is short.
const ENDS = /[.!?…]["”’)\]]*$/, NO_END = /^\(?(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|vs?|pp?)\.$/, BEGINS = /^["“‘(—]*[\p{Lu}\p{N}]/u;
const FEW = 16, MANY = 70; // words
const excerpt = (content, locations, from = 0, to = Infinity) => {
  const words = content.split(/\s+/), last = Math.min(to, words.length), wanted = new Set(locations);
  const isEnd = (at) => at + 1 >= last || (ENDS.test(words[at]) && !NO_END.test(words[at]) && BEGINS.test(words[at + 1]));
  const near = (place) => locations.filter((at) => at >= place && at < place + FEW).length;
  let first = locations.reduce((best, at) => near(at) > near(best) ? at : best, locations[0] ?? from), end = first;
  while (first > from && !isEnd(first - 1)) first--;
  for (; !isEnd(end) || (end - first < FEW && end + 1 < last); end++);
  let begun = "", ended = "";
  if (end - first > MANY) { // a sentence that is a column: the clauses around what was found
    const place = Math.max(first, Math.min(...locations.filter((at) => at >= first)) - FEW);
    if (place > first) { first = place; begun = "… "; }
    if (end - first > MANY) { end = first + MANY; ended = " …"; }
  }
  const said = words.slice(first, end + 1), parts = [begun];
  said.forEach((word, at) => { if (wanted.has(first + at)) parts.push(make("mark", {}, word)); else parts.push(word); parts.push(at + 1 < said.length ? " " : ended); });
  return parts;
};
const item = (href, title, note, ...said) =>
  make("li", {}, make("h3", {}, make("a", { href }, title)), make("p", {}, make("bdi", {}, ...said)),
    ...(note ? [make("p", { className: "meta" }, note)] : []));

// The heading of a comment is its author's name. Where a name was looked for, those who bear it come first.
const strength = ({ weighted_locations }) => Math.max(...weighted_locations.map(({ weight }) => weight));
const byStrength = (parts) => parts.sort((one, other) => strength(other) - strength(one));
async function* show(kind, heads, found) {
  for (const { url, title, note, text } of heads) yield item(url, title, note, text);
  for (const one of found) {
    const { url, meta, content, locations, anchors, sub_results } = await one.data();
    if (heads.some((head) => head.url == url)) continue;
    if (kind != "comment") yield item(url, meta.title, meta.note, ...excerpt(content, locations));
    else for (const { url: address, title, anchor, locations } of byStrength(sub_results)) {
      const [, page, number] = address.match(/(.*\/)\d{6}\/#comment-(\d+)$/) ?? [];
      if (!number) continue;
      const from = anchor.location, next = Math.min(...anchors.map(({ location }) => location).filter((at) => at > from));
      yield item(`${page}#comment-${number}`, `Comment ${number} on “${meta.title}”`, "", ...excerpt(content, locations, from, next));
    }
  }
}

const section = async ({ kind, name, first, heads, found }) => {
  for (const one of found.slice(0, Math.max(0, first - heads.length))) one.data(); // all at once; show() waits
  const items = show(kind, heads, found);
  const id = `found-${kind}`;
  const list = make("ol", {});
  const more = make("button", { type: "button" }, `More ${name.toLowerCase()}`);
  const made = make("section", { className: "shelf" }, make("h2", { id }, name), list, more);
  made.setAttribute("aria-labelledby", id);
  let ahead;
  const grow = async (most) => {
    const grown = [];
    while (grown.length < most) {
      const { value, done } = await (ahead ?? items.next());
      ahead = undefined;
      if (done) break;
      grown.push(value);
    }
    // What is named may be found as well: near the end only the next item tells whether there is one.
    if (kind == "comment" || list.children.length + grown.length >= found.length) ahead = await items.next();
    if (grown.length < most || ahead?.done) more.remove();
    list.append(...grown); // at once, so that the button never waits for items that are not to come
    return grown[0];
  };
  let growing = grow(first);
  more.onclick = async () => {
    growing = growing.then(() => grow(MORE));
    (await growing ?? list.lastChild).querySelector("a").focus();
  };
  await growing;
  return made;
};

// Who went into what is named before the texts were searched stays there.
const replace = (sections) => {
  const { textContent, href } = results.contains(document.activeElement) ? document.activeElement : {};
  results.replaceChildren(...sections);
  if (textContent) ([...results.querySelectorAll("a, button")].find((one) => one.textContent == textContent && one.href == href) ?? field).focus();
};

let turn = 0;
const say = (text) => { status.textContent = text; };
const search = async (least = 1) => {
  const mine = ++turn;
  const query = field.value.trim();
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  if (!query) { results.replaceChildren(); say(""); return; }
  if (!engine) say("Loading the index …");
  try {
    const isQuoted = /^".*"$/.test(query), names = isQuoted || await loadNamed();
    const understood = (texts) => isQuoted ? { found: [], said: "", words: [], typed: [] } : find(names, query, texts);
    let best = understood();
    const grouped = () => {
      const worth = best.found[0]?.worth;
      return kinds.map((one) => ({ ...one, heads: best.found.filter(({ kind, worth: its }) => kind == one.kind && its > worth / 8).slice(0, 12), found: [] }))
        .sort((one, other) => (other.heads[0]?.worth ?? 0) - (one.heads[0]?.worth ?? 0));
    };
    let groups = grouped();
    const print = async () => {
      const there = groups.filter(({ heads, found }) => heads.length || found.length);
      const sections = await Promise.all(there.map(section));
      if (mine == turn) replace(sections);
      return there.map(({ count, heads, found }) => count(Math.max(heads.length, found.length))).join(", ");
    };
    const instead = () => best.said ? `Shown for “${best.said}”. ` : "";
    const named = await print();
    if (mine != turn) return;
    if (query.length < least) { say(named && `${instead()}Found: ${named}.`); return; }
    say(`${instead()}Looking in the texts …`);
    const { pagefind, bundles } = await load();
    const lookFor = (words) => Promise.all(bundles.map((bundle) => look(pagefind, bundle, isQuoted ? query : words.join(" "), words)));
    const nowhere = (looked, words) => words.filter((word) => looked.every((one) => one.missing.includes(word)));
    let looked = await lookFor(best.words);
    if (best.said) { // what the texts have was no misspelling
      const changed = best.typed.filter((word, at) => word != best.words[at]), strange = nowhere(await lookFor(changed), changed);
      if (strange.length < changed.length) {
        best = understood(changed.filter((word) => !strange.includes(word)));
        [groups, looked] = [grouped(), await lookFor(best.words)];
      }
    }
    for (const group of groups) group.found = looked.filter(({ kind }) => kind == group.kind)
      .flatMap((one) => one.results).sort((one, other) => other.score - one.score);
    if ((!groups.some(({ found }) => found.length) || Date.now() > checked + FRESH_MS) && await isOutdated()) return search(least);
    const counts = await print();
    if (mine != turn) return;
    const missing = nowhere(looked, best.words);
    if (!counts) say(`Nothing was found for “${query}”.`);
    else if (missing.length && !(best.found[0]?.worth > 600)) say(`No exact match for “${missing.join("”, “")}”. What begins like it: ${counts}.`);
    else say(`${instead()}Found: ${counts}.`);
  } catch (error) {
    if (mine == turn) say(`The search could not be loaded. ${error == noIndex ? error.message : "Try again, or take the lists below."}`);
  }
};

let timer;
field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 250, SHORTEST); });
form.addEventListener("submit", () => { clearTimeout(timer); search(); });

// Down and up go through what was found, Escape back to the field, and there to an empty one.
document.addEventListener("keydown", (event) => {
  const stops = [field, ...results.querySelectorAll("a, button")];
  const at = stops.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Escape: 0 }[event.key];
  if (at < 0 || !stops[next] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (event.key == "Escape" && !at) { field.value = ""; search(); }
  stops[next].focus();
});

if (field.value) search();
else loadNamed().catch(() => {}); // so that the first letters have an answer; if it fails, typing tries again
