// Marks the words of the dictionary in a text that a reader gives. The rules are those of plugins/glossary/translate.py:
// docs/translate.md. Nothing of the text leaves this page.
const MOST_WORDS = 20_000, LONGEST_LINK = 6_000, MOST_INFLATED = 200_000;
const LINE_END = /\r\n|[\r\n\x85\u2028\u2029]/;
const BLANKS = /[\t\v\f \x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const ITEM = /^(?:[-*] |•|[0-9]+\. )/;
const APART = " \n(),;:!?—–…";
const PLURAL = 1, POSSESSIVE = 2, OTHER = 4;

export const blocksOf = (text) => {
  const blocks = [];
  let lines = [];
  const end = () => { if (lines.length) blocks.push(lines.join(" ")); lines = []; };
  for (const whole of text.normalize("NFC").split(LINE_END)) {
    const line = whole.replace(BLANKS, " ").replace(/^ | $/g, "");
    if (!line || ITEM.test(`${line} `)) end();
    if (line) lines.push(line);
  }
  end();
  return blocks;
};

// What finds words, made from static/translate/terms.*.json.
export const readerOf = (data) => {
  if (data.format != 1) throw Error();
  const wordSign = new RegExp(`[${data.word}]`, "u"), letter = new RegExp(`^[${data.letter}]$`, "u");
  const words = new RegExp(`[${data.word}]+`, "gu");
  const terms = new Map(data.words.map(([text, ...all]) => [text, all]));
  const [determiners, pronouns, given, little] = [data.determiners, data.pronouns, data.given, data.little].map((all) => new Set(all));
  const isEnd = (word) => ".!?:-*•".includes(word.at(-1)), vowel = new RegExp(`^${data.vowel}`, "i");
  const shapes = new Map();
  for (const text of terms.keys()) {
    const [first] = text.matchAll(words), all = shapes.get(first[0]) ?? [];
    if (!all.some(([before, length]) => before == first.index && length == text.length)) all.push([first.index, text.length]);
    shapes.set(first[0], all.sort((one, other) => other[0] - one[0] || other[1] - one[1]));
  }
  const swap = (pairs) => {
    const map = new Map(pairs), signs = new RegExp(`[${[...map.keys()].join("")}]`, "gu");
    return (text) => text.replace(signs, (sign) => map.get(sign));
  };
  const straighten = swap(data.straight.map((pair) => [...pair])), foldCase = swap(Object.entries(data.fold));
  const at = (text, place) => [...text.slice(place, place + 2)][0] ?? "";
  const before = (text, place) => [...text.slice(Math.max(0, place - 2), place)].pop() ?? "";
  const isJoined = (edge, sign, beyond) => {
    if (!sign || APART.includes(sign)) return false;
    if (letter.test(sign) || "+#".includes(sign)) return true;
    if (sign == "-") return beyond != "-" && beyond != "—";
    return "'.&@".includes(sign) && beyond != "" && letter.test(edge) && letter.test(beyond);
  };
  const isWhole = (text, start, end) => {
    const left = before(text, start), right = at(text, end);
    return !isJoined(at(text, start), left, before(text, start - left.length)) && !isJoined(before(text, end), right, at(text, end + right.length));
  };
  const read = (block) => {
    const plain = straighten(block), folded = foldCase(plain), found = [];
    const shouts = block.replace(/[^A-Z]+/g, "").length * 5 > block.replace(/[^A-Za-z]+/g, "").length * 4;
    let floor = 0;
    for (const word of folded.matchAll(words)) for (const [left, length] of shapes.get(word[0]) ?? []) {
      const start = word.index - left, end = start + length;
      if (start < floor || end > folded.length) continue;
      const all = terms.get(folded.slice(start, end));
      const term = all && isWhole(folded, start, end) && all.find(([, spelling]) => !spelling || spelling == plain.slice(start, end));
      if (!term) continue;
      floor = end;
      const [number, spelling, isMarked, form, fragment = ""] = term;
      if (isMarked && !(shouts && spelling)) found.push({ start, end, slug: data.slugs[number], form, fragment, plain: data.plain[number], number });
      break;
    }
    return { text: block, shouts, found };
  };
  // As one sentence; nothing where they do not make one.
  const join = (said, phrase, isCapital) => {
    const words = said.replace(/ +$/, "").split(" "), isPronoun = pronouns.has(phrase.split(" ")[0].toLowerCase());
    let last = words.at(-1);
    const stem = words.slice(0, -1).join(" ") + (words[1] === undefined ? "" : " "), word = last.toLowerCase();
    const near = words.slice(-4).reverse().find((one) => determiners.has(one.toLowerCase()) || little.has(one.toLowerCase()) || isEnd(one));
    if (isPronoun && given.has(word)) [isCapital, said, last] = [isCapital || last[0] < "a", stem, stem.replace(/ +$/, "")];
    else if (near && determiners.has(near.toLowerCase())) {
      if (isPronoun) return;
      phrase = phrase.replace(/^(?:an?|the) /i, "");
      if (/^an?$/.test(word)) said = `${stem}${last[0]}${vowel.test(phrase) ? "n" : ""} `;
    }
    return said + ((!last || isEnd(last)) && isCapital ? phrase[0].toUpperCase() + phrase.slice(1) : phrase);
  };
  const inPlainEnglish = ({ text, shouts, found }) => {
    let done = "", said = "", copied = 0;
    for (const { start, end, form, plain } of found) {
      if (!plain || form == OTHER) continue;
      const phrase = plain[form & PLURAL] + (form & POSSESSIVE ? "'s" : ""), first = text[start];
      const following = !form && phrase.includes(" ") && text.slice(end).match(/^ ([A-Za-z]+)/);
      if (following && !little.has(following[1].toLowerCase())) continue;
      const joined = join(said + text.slice(copied, start), shouts ? phrase.toUpperCase() : phrase, first != first.toLowerCase());
      if (joined === undefined) continue;
      copied = end;
      // No later phrase looks back further than a few words; one string that grew would be copied for each of them.
      let settled = joined.length;
      for (let count = 6; count-- && settled > 0;) settled = joined.lastIndexOf(" ", settled - 1);
      settled = Math.max(0, settled);
      done += joined.slice(0, settled);
      said = joined.slice(settled);
    }
    return done + said + text.slice(copied);
  };
  return (text) => {
    const blocks = [];
    let room = MOST_WORDS, isCut = false;
    for (let block of blocksOf(text)) {
      const pieces = block.split(" "), ends = pieces.flatMap((piece, number) => wordSign.test(piece) ? [number + 1] : []);
      isCut = ends.length > room;
      if (isCut) block = pieces.slice(0, room && ends[room - 1]).join(" ");
      room -= Math.min(ends.length, room);
      if (block) blocks.push(read(block));
      if (isCut) break;
    }
    const found = blocks.flatMap((block) => block.found), count = found.length, total = MOST_WORDS - room;
    const plain = blocks.map(inPlainEnglish), tenths = total && Math.floor((2000 * count + total) / (2 * total));
    return { blocks, plain, words: total, found, count, tenths, isCut };
  };
};

const form = document.querySelector("[data-terms]"), named = (id) => document.getElementById(id);
const addressOf = (slug) => `${form.dataset.dictionary}${slug}/`;
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const get = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw Error();
  return answer.json();
};
let reader, senses;
const loadReader = () => reader ??= get(form.dataset.terms).then(readerOf);
const loadSenses = () => senses ??= get(form.dataset.senses);

// A word with its preview: as the build writes it, but with script.
const linked = (words, { slug, fragment }) => {
  const link = make("a", { className: "term", href: addressOf(slug) + (fragment && `#${fragment}`) }, words);
  link.setAttribute("interestfor", `word-${slug}`);
  return make("mark", {}, link);
};
const marked = ({ text, found }) => {
  const line = make("p");
  let copied = 0;
  for (const one of found) {
    line.append(text.slice(copied, one.start), linked(text.slice(one.start, one.end), one));
    copied = one.end;
  }
  line.append(text.slice(copied));
  return line;
};
const headed = (title, ...children) => make("section", {}, make("h3", { textContent: title }), ...children);

const described = (slugs, all) => slugs.map(({ slug, number }) => {
  const [head, kind, sense] = all[number], href = addressOf(slug), id = `word-${slug}`;
  const said = (name) => [name, ...kind ? [", ", make("i", {}, kind)] : [], ` ${sense}`], name = () => make("b", { className: "head" }, head);
  if (!named(id)) {
    const way = make("a", { href }, "Go to the entry", make("span", { className: "unseen" }, ` ${head}`));
    cards.append(make("div", { id, className: "preview", popover: "hint" }, make("p", {}, ...said(name())), make("p", { className: "meta" }, way)));
  }
  return make("li", {}, ...said(make("a", { href }, name())));
});

const verdictOf = (tenths) => {
  const rows = [...document.querySelectorAll(".verdicts tbody tr")];
  return rows.findLast(({ cells: [least] }) => tenths >= 10 * least.textContent)?.cells[1].textContent ?? "";
};

const packed = async (text) => {
  const made = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer(), bytes = new Uint8Array(made);
  return bytes.length > LONGEST_LINK ? "" : btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};
const unpacked = async (code) => {
  const bytes = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "", size = 0;
  for (const source = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader(); ;) {
    const { done, value } = await source.read();
    if (done) return text + decoder.decode();
    if ((size += value.length) > MOST_INFLATED) throw Error();
    text += decoder.decode(value, { stream: true });
  }
};

const copying = (label, said) => {
  const button = make("button", { type: "button", textContent: label });
  button.onclick = async () => {
    await navigator.clipboard.writeText(said);
    button.textContent = "Copied";
  };
  return button;
};
const ways = async (text, plain) => {
  const code = "CompressionStream" in window ? await packed(text) : "";
  const link = `${location.href.split("#")[0]}#t=${code}`;
  const words = () => [...document.querySelectorAll("#result li")].map((one) => one.textContent).join("\n");
  const whole = code && link.length <= LONGEST_LINK ? copying("Copy a link to this", link) : copying("Copy the text and its words", `${text}\n\n${words()}\n`);
  return make("p", { className: "ways" }, whole, ...plain ? [copying("Copy the plain English", plain)] : []);
};

const result = named("result"), cards = named("cards"), say = (words) => { named("status").textContent = words; };
let turn = 0;
const show = async (text) => {
  const own = ++turn;
  result.replaceChildren();
  cards.replaceChildren();
  if (!text.trim()) return say(form.dataset.empty);
  try {
    const read = (await loadReader())(text), found = new Map(read.found.map((one) => [one.slug, one]));
    if (own != turn) return;
    say(`${read.count} word${read.count == 1 ? "" : "s"} found, ${(read.tenths / 10).toFixed(1)} in a hundred. ${verdictOf(read.tenths)}${read.isCut ? ` ${form.dataset.cut}` : ""}`);
    const plain = read.plain.some((line, number) => line != read.blocks[number].text) ? read.plain : [];
    result.append(make("h2", { textContent: "Your text" }), headed("Marked", ...read.blocks.map(marked)));
    if (plain.length) result.append(headed("In plain English", ...plain.map((line) => make("p", {}, line))));
    const all = await loadSenses();
    if (own != turn) return;
    if (found.size) result.append(headed("Its words", make("ul", { className: "found" }, ...described([...found.values()], all))));
    result.append(await ways(text, plain.join("\n")));
    result.dispatchEvent(new Event("words", { bubbles: true }));
  } catch {
    [reader, senses] = [];
    say(form.dataset.lost);
  }
};

if (form) {
  const { text } = form.elements;
  const open = async () => {
    const code = location.hash.match(/^#t=([\w-]+)$/)?.[1];
    if (!code) return;
    try {
      text.value = await unpacked(code);
      await show(text.value);
    } catch {
      say(form.dataset.broken);
    }
  };
  for (const one of form.elements) one.disabled = false;
  form.querySelector("#hint").textContent = form.dataset.hint;
  text.addEventListener("input", () => loadReader().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(text.value); });
  addEventListener("hashchange", open);
  open();
}
