// Searches as one types. Loaded by site/search.js when the field is used: docs/search.md.
const form = document.querySelector("[data-index]");
const field = form.elements.q;
const status = document.getElementById("status");
const results = document.getElementById("results");
const groups = [
  { kind: "entry", name: "Entries", first: 5, count: (n) => `${n} ${n == 1 ? "entry" : "entries"}` },
  { kind: "article", name: "Articles", first: 4, count: (n) => `${n} article${n == 1 ? "" : "s"}` },
  { kind: "comment", name: "Comments", first: 4, count: (n) => `comments in ${n} thread${n == 1 ? "" : "s"}` },
];
const MORE = 10;
const FRESH_MS = 60_000;
const SHORTEST = 3; // letters that are looked for while one still types: fewer begin every third word

const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
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

// The head of an entry, as plugins/search/model.py writes it.
const letters = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const keyOf = (head) => `ꙮ${letters(head)}`;
const headsFirst = (found, heads) => {
  const ids = new Set(heads.map(({ id }) => id));
  return [...heads, ...found.filter(({ id }) => !ids.has(id))];
};

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
const item = (href, title, note, html) =>
  make("li", {}, make("h3", {}, make("a", { href }, title)), make("p", {}, make("bdi", {}, ...marked(cut(html)))),
    ...(note ? [make("p", { className: "meta" }, note)] : []));

// The heading of a comment is its author's name. Where a name was looked for, those who bear it come first.
const strength = ({ weighted_locations }) => Math.max(...weighted_locations.map(({ weight }) => weight));
const byStrength = (parts) => parts.sort((one, other) => strength(other) - strength(one));
async function* show(kind, found) {
  for (const one of found) {
    const { url, meta, excerpt, sub_results } = await one.data();
    if (kind != "comment") yield item(url, meta.title, meta.note, excerpt);
    else for (const { url: address, title, excerpt: said } of byStrength(sub_results)) {
      const [, page, number] = address.match(/(.*\/)\d{6}\/#comment-(\d+)$/) ?? [];
      const begin = said.replaceAll(/<\/?mark>/g, "").startsWith(title) ? "" : `${title}: `;
      if (number) yield item(`${page}#comment-${number}`, `Comment ${number} on “${meta.title}”`, "", begin + said);
    }
  }
}

const section = async ({ kind, name, first }, found) => {
  for (const one of found.slice(0, first)) one.data(); // all at once; show() waits for one after the other
  const items = show(kind, found);
  const id = `found-${kind}`;
  const list = make("ol", {});
  const more = make("button", { type: "button" }, `More ${name.toLowerCase()}`);
  const made = make("section", { className: "shelf" }, make("h2", { id }, name), list, more);
  made.setAttribute("aria-labelledby", id);
  const grow = async (most) => {
    const before = list.children.length;
    while (list.children.length < before + most) {
      const { value, done } = await items.next();
      if (done) return more.remove(), list.children[before];
      list.append(value);
    }
    if (kind != "comment" && list.children.length == found.length) more.remove();
    return list.children[before];
  };
  let growing = grow(first);
  more.onclick = async () => {
    growing = growing.then(() => grow(MORE));
    (await growing ?? list.lastChild).querySelector("a").focus();
  };
  await growing;
  return made;
};

let turn = 0;
const say = (text) => { status.textContent = text; };
const search = async (least = 1) => {
  const mine = ++turn;
  const query = field.value.trim();
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  if (query.length < least || !query) { results.replaceChildren(); say(""); return; }
  if (!engine) say("Loading the index …");
  try {
    const { pagefind, bundles } = await load();
    const words = /^".*"$/.test(query) ? [] : query.split(/\s+/).filter(letters);
    const [heads, ...looked] = await Promise.all([
      pagefind.search(`"${keyOf(query)}"`),
      ...bundles.map((bundle) => look(pagefind, bundle, query, words)),
    ]);
    const shown = groups.map((group) => [group, looked.filter(({ kind }) => kind == group.kind)
      .flatMap((one) => one.results).sort((one, other) => other.score - one.score)]);
    shown[0][1] = headsFirst(shown[0][1], heads.results);
    const there = shown.filter(([, found]) => found.length);
    if ((!there.length || Date.now() > checked + FRESH_MS) && await isOutdated()) return search(least);
    const sections = await Promise.all(there.map(([group, found]) => section(group, found)));
    if (mine != turn) return;
    results.replaceChildren(...sections);
    const counts = there.map(([group, found]) => group.count(found.length)).join(", ");
    const missing = words.filter((word) => looked.every((one) => one.missing.includes(word)));
    if (!counts) say(`Nothing was found for “${query}”.`);
    else if (missing.length && !heads.results.length) say(`No exact match for “${missing.join("”, “")}”. What begins like it: ${counts}.`);
    else say(`Found: ${counts}.`);
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

load().catch(() => {});
if (field.value) search();
