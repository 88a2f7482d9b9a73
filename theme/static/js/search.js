// Searches as one types. Loaded by site/search.js when the field is used: docs/search.md.
const form = document.querySelector("[data-index]");
const field = form.elements.q;
const status = document.getElementById("status");
const results = document.getElementById("results");
const kinds = [
  { kind: "entry", name: "Entries", first: 5, count: (n) => `${n} ${n == 1 ? "entry" : "entries"}` },
  { kind: "article", name: "Articles", first: 4, count: (n) => `${n} article${n == 1 ? "" : "s"}` },
  { kind: "place", name: "Places", first: 4, count: (n) => `${n} place${n == 1 ? "" : "s"}` },
  { kind: "comment", name: "Comments", first: 2, count: (n) => `comments in ${n} thread${n == 1 ? "" : "s"}` },
];
const MORE = 10;
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
  .replace(/(?<=\p{L}{4})(ing|ed)$/u, "").replace(/(?<=\p{L}{3})e$/u, "");
const wordsOf = (text) => (bare(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(british);
const stemsOf = (text) => wordsOf(text).map(stem);
const LITTLE = new Set("a about am an and are at be can do does for from get give go how i if im in is it me my of on or should tell than that the their they this to was we what when where which who why will with you your".split(" "));

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
  const count = new Map(), shown = new Map(), same = new Map();
  const heads = data.heads.map(([kind, title, url, text, also, note]) => {
    const one = { kind, title, url, text, note, key: letters(title), keys: also.split(", ").map(letters) };
    [one.words, one.also, one.said] = [title, also, `${text} ${note.split(",")[0]}`].map((part) => new Set(stemsOf(part)));
    for (const word of new Set([...one.words, ...one.also, ...one.said])) count.set(word, (count.get(word) ?? 0) + 1);
    for (const word of wordsOf(`${title} ${also}`)) shown.set(stem(word), word);
    return one;
  });
  for (const line of data.same) {
    const group = line.split(" ").map((word) => stemsOf(word));
    for (const [word] of group.filter((one) => !one[1])) { same.set(word, [...same.get(word) ?? [], ...group]); if (!shown.has(word)) shown.set(word, word); }
  }
  return { heads, count, shown, same };
}).catch((error) => { named = undefined; throw error; });

// What has a name like the query, best first; and the query as it was understood.
export const find = ({ heads, count, shown, same }, query) => {
  const all = wordsOf(query), key = letters(query), loud = all.filter((word) => !LITTLE.has(word));
  const asked = (loud.length ? loud : all).map((word) => {
    const wanted = stem(word), most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    if (!most || count.has(wanted) || same.has(wanted) || [...shown.values()].some((one) => one.startsWith(word))) return { word, wanted };
    let near = { far: most + 1 };
    for (const [root, full] of shown) for (const other of [full, root]) if (Math.abs(other.length - word.length) <= most) {
      const far = distance(word, other) + (other[0] != word[0]) / 2;
      if (far < near.far) near = { far, word: other, wanted: root };
    }
    return near.word ? near : { word, wanted };
  });
  const said = asked.map(({ word }) => word).join(" "), meant = letters(said), isQuestion = all.length - loud.length > 1 || all.length > 3;
  const worth = (one) => {
    let sum = 0, met = 0;
    for (const { word, wanted } of asked) {
      const begins = [...one.words].some((other) => other.startsWith(word));
      const like = (same.get(wanted) ?? []).some((parts) => parts.every((part) => one.words.has(part) || one.also.has(part)));
      const value = one.words.has(wanted) ? 10 : one.also.has(wanted) ? 8 : like ? 6 : begins ? 5 : one.said.has(wanted) ? 3 : 0;
      met += !!value;
      sum += value * Math.log(2 + heads.length / (count.get(wanted) ?? 1));
    }
    const alike = (same.get(stem(meant)) ?? []).findIndex((parts) => parts.join("") == stem(one.key));
    if (one.kind == "place") sum -= 10;
    if (one.key == key) sum += 950;
    else if (one.key == meant) sum += 900;
    else if (isQuestion) sum += 0;
    else if (stem(one.key) == stem(meant)) sum += 850;
    else if (one.kind == "entry" && (one.keys.includes(key) || one.keys.includes(meant))) sum += 700;
    else if (alike >= 0) sum += 300 - 5 * alike;
    else if (one.key.startsWith(meant)) sum += 40 - one.key.length / 2;
    if (isQuestion) sum *= one.kind == "article" ? 3 : [...one.words].every((word) => asked.some(({ wanted }) => wanted == word)) ? 1 : 1 / 4; // PAY GAP is no gap
    return sum && sum * (met / asked.length) ** 2 || (sum > 300 ? sum : 0);
  };
  const found = heads.map((one) => ({ ...one, worth: worth(one) })).filter((one) => one.worth > 4);
  return { found: found.sort((one, other) => other.worth - one.worth), said: said == (loud.length ? loud : all).join(" ") ? "" : said, words: asked.map(({ word }) => word) };
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

// What Pagefind gives is text with <mark> in it, in which < and > are escaped and nothing else is.
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
const cut = (html) => `${/^(<mark>)?\p{Ll}/u.test(html) ? "… " : ""}${html}${/[.!?”’"](<\/mark>)?$/.test(html) ? "" : " …"}`;
const marked = (html) => html.split(/<\/?mark>/).map((part, at) => at % 2 ? make("mark", {}, plain(part)) : plain(part));
const item = (href, title, note, ...said) =>
  make("li", {}, make("h3", {}, make("a", { href }, title)), make("p", {}, make("bdi", {}, ...said)),
    ...(note ? [make("p", { className: "meta" }, note)] : []));

// The heading of a comment is its author's name. Where a name was looked for, those who bear it come first.
const strength = ({ weighted_locations }) => Math.max(...weighted_locations.map(({ weight }) => weight));
const byStrength = (parts) => parts.sort((one, other) => strength(other) - strength(one));
async function* show(kind, heads, found) {
  for (const { url, title, note, text } of heads) yield item(url, title, note, text);
  for (const one of found) {
    const { url, meta, excerpt, sub_results } = await one.data();
    if (heads.some((head) => head.url == url)) continue;
    if (kind != "comment") yield item(url, meta.title, meta.note, ...marked(cut(excerpt)));
    else for (const { url: address, title, excerpt: said } of byStrength(sub_results)) {
      const [, page, number] = address.match(/(.*\/)\d{6}\/#comment-(\d+)$/) ?? [];
      const begin = said.replaceAll(/<\/?mark>/g, "").startsWith(title) ? "" : `${title}: `;
      if (number) yield item(`${page}#comment-${number}`, `Comment ${number} on “${meta.title}”`, "", ...marked(cut(begin + said)));
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
    const isQuoted = /^".*"$/.test(query);
    const best = isQuoted ? { found: [], said: "", words: [] } : find(await loadNamed(), query);
    const worth = best.found[0]?.worth;
    const groups = kinds.map((one) => ({ ...one, heads: best.found.filter(({ kind, worth: its }) => kind == one.kind && its > worth / 8).slice(0, 12), found: [] }))
      .sort((one, other) => (other.heads[0]?.worth ?? 0) - (one.heads[0]?.worth ?? 0));
    const print = async () => {
      const there = groups.filter(({ heads, found }) => heads.length || found.length);
      const sections = await Promise.all(there.map(section));
      if (mine == turn) replace(sections);
      return there.map(({ count, heads, found }) => count(Math.max(heads.length, found.length))).join(", ");
    };
    const instead = best.said ? `Shown for “${best.said}”. ` : "";
    const named = await print();
    if (mine != turn) return;
    if (query.length < least) { say(named && `${instead}Found: ${named}.`); return; }
    say(`${instead}Looking in the texts …`);
    const { pagefind, bundles } = await load();
    const words = best.words, text = isQuoted ? query : words.join(" ");
    const looked = await Promise.all(bundles.map((bundle) => look(pagefind, bundle, text, words)));
    for (const group of groups) group.found = looked.filter(({ kind }) => kind == group.kind)
      .flatMap((one) => one.results).sort((one, other) => other.score - one.score);
    if ((!groups.some(({ found }) => found.length) || Date.now() > checked + FRESH_MS) && await isOutdated()) return search(least);
    const counts = await print();
    if (mine != turn) return;
    const missing = words.filter((word) => looked.every((one) => one.missing.includes(word)));
    if (!counts) say(`Nothing was found for “${query}”.`);
    else if (missing.length && !(worth > 600)) say(`No exact match for “${missing.join("”, “")}”. What begins like it: ${counts}.`);
    else say(`${instead}Found: ${counts}.`);
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
