// Marks the words of the dictionary in a text that a reader gives. The rules are those of plugins/glossary/translate.py:
// docs/translate.md. Nothing of the text leaves this page.
const MOST_WORDS = 2e4, LONGEST_LINK = 6e3;

// What finds words, made from static/translate/terms.*.json.
export const readerOf = (data) => {
  if (data.format != 1) throw Error();
  const letter = `[${data.letter}]`;
  const words = RegExp(`[${data.word}]+`, "gu"), [vowel, adverb, closed, verbal, ended, lineEnd, blanks, item] = data.patterns.map((pattern) => RegExp(pattern, "i"));
  // Where no letter or sign joins a word to what stands before it, or after it.
  const begins = RegExp(`(?<!${letter}|[+#]|(?<![-—])-|${letter}['.&@](?=${letter}))`, "uy");
  const ends = RegExp(`(?!${letter}|[+#]|-(?![-—])|(?<=${letter})['.&@]${letter})`, "uy");
  const holds = (pattern, text, place) => { pattern.lastIndex = place; return pattern.test(text); };
  const isIn = (name, word) => data[name].includes(word.toLowerCase());
  // By their first word; of each the last is tried first, which begins before the others, or goes on longer.
  const firsts = Object.create(null);
  for (const [text, ...terms] of data.words) {
    const [{ 0: first, index: before }] = text.matchAll(words);
    (firsts[first] ??= []).unshift({ text, terms, before });
  }
  const swap = (pairs) => {
    const map = new Map(pairs), signs = RegExp(`[${[...map.keys()].join("")}]`, "gu");
    return (text) => text.replace(signs, (sign) => map.get(sign));
  };
  const straighten = swap(data.straight), foldCase = swap(Object.entries(data.fold));

  const blocksOf = (text) => {
    const blocks = [], lines = text.normalize("NFC").split(lineEnd).map((line) => line.split(blanks).join(" ").trim());
    const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
    let last = "";
    for (const line of lines) {
      // It goes on: no item of a list, and not after a line that ended although there was room.
      if (last && line && (/^[a-zß-ÿ]/.test(line) || width < 101 && last.length + line.search(/ |$/) >= width) && !item.test(`${line} `)) blocks.push(`${blocks.pop()} ${line}`);
      else if (line) blocks.push(line);
      last = line;
    }
    return blocks;
  };

  const read = (block) => {
    const plain = straighten(block), folded = foldCase(plain), found = [];
    const shouts = block.replace(/[^A-Z]/g, "").length * 5 > block.replace(/[^a-z]/gi, "").length * 4;
    let copied = 0;
    for (const word of folded.matchAll(words)) for (const { text, terms, before } of firsts[word[0]] ?? []) {
      const start = word.index - before, end = start + text.length;
      if (start < copied || !folded.startsWith(text, start) || !holds(begins, folded, start) || !holds(ends, folded, end)) continue;
      const term = terms.find(([, spelling]) => !spelling || spelling == plain.slice(start, end));
      if (!term) continue;
      copied = end;
      const [number, spelling, isMarked, form, fragment = ""] = term;
      const isDone = isMarked > 1 && !form && verbal.test(block.slice(Math.max(0, start - 9), start));
      if (isMarked && !(shouts && spelling) && !isDone) found.push({ start, end, number, form, fragment, slug: data.slugs[number] });
      break;
    }
    return { text: block, shouts, found };
  };

  const inPlainEnglish = ({ text, shouts, found }) => {
    const said = [""];
    const say = (more) => said.push(...(said.pop() + more).split(" "));
    // What stands for the words, so that it goes on with what was said; nothing where it cannot.
    const joined = (phrase, isCapital) => {
      const place = said.length - (said.length > 1 && !said.at(-1) ? 2 : 1), word = said[place];
      const isPronoun = isIn("pronouns", phrase.split(" ")[0]), article = /^(?:an?|the) /i, isLed = isPronoun || article.test(phrase);
      const near = said.slice(Math.max(0, place - 3), place + 1).findLast((one) => isIn("determiners", one) || isIn("little", one) || ended.test(one)) ?? "";
      if (isPronoun && isIn("given", word)) {
        said.splice(place, 1);
        isCapital ||= word[0] < "a";
      } else if (isIn("determiners", near)) {
        if (isPronoun || isLed && adverb.test(word) && phrase.split(" ").length != 3) return;
        phrase = phrase.replace(article, "");
        if (/^an?$/i.test(word)) said[place] = word[0] + (vowel.test(phrase) ? "n" : "");
      } else if (isLed && closed.test(word) && !isIn("little", word)) return;
      const last = said.findLast(Boolean) ?? "";
      return (!last || ended.test(last)) && isCapital ? phrase[0].toUpperCase() + phrase.slice(1) : phrase;
    };
    let copied = 0;
    for (let { start, end, form, number } of found) {
      const words = text.slice(start, end), after = text.slice(end), phrases = data.plain[number] ?? [];
      say(text.slice(copied, start));
      copied = end;
      if (!form && 4 in phrases && verbal.test(said.slice(-2).join(" "))) form = 4;
      // Two phrases are of a noun, five of one that is a verb too. Nothing stands for what is whose, or in a name.
      const phrase = phrases[form], next = !form && phrases.length % 3 == 2 && / /.test(phrase) && after.match(/^ ([a-z]+)/i)?.[1], isCapital = words[0] != words[0].toLowerCase();
      const isKept = /^['’]/.test(after) || isCapital && !shouts && /^( and| &)? [A-Z]/.test(after) || next && !isIn("little", next);
      say(phrase && !isKept && joined(shouts ? phrase.toUpperCase() : phrase, isCapital) || words);
    }
    return said.join(" ") + text.slice(copied);
  };

  return (text) => {
    const blocks = [];
    let room = MOST_WORDS, isCut = false;
    for (let block of blocksOf(text)) {
      const pieces = block.split(" "), ends = pieces.flatMap((piece, number) => piece.search(words) < 0 ? [] : [number + 1]);
      isCut = ends.length > room;
      if (isCut) block = pieces.slice(0, room && ends[room - 1]).join(" ");
      room -= Math.min(ends.length, room);
      if (block) blocks.push(read(block));
      if (isCut) break;
    }
    const found = blocks.flatMap(({ found }) => found), total = MOST_WORDS - room;
    const plain = blocks.map(inPlainEnglish), tenths = total && Math.floor((2000 * found.length + total) / (2 * total));
    return { blocks, plain, words: total, found, tenths, isCut };
  };
};
const form = document.querySelector("[data-terms]"), named = (id) => document.getElementById(id);
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
const linked = (slug, ...words) => make("a", { href: `${form.dataset.dictionary}${slug}/` }, ...words);

let loaded = {};
const load = (name, then) => loaded[name] ??= fetch(form.dataset[name]).then((answer) => answer.json()).then(then);

// A word has its preview as the build writes it.
const marked = ({ text, found }) => {
  const line = make("p");
  let copied = 0;
  for (const { start, end, slug, fragment } of found) {
    const link = linked(slug, text.slice(start, end));
    link.className = "term";
    link.hash = fragment;
    link.setAttribute("interestfor", `word-${slug}`);
    line.append(text.slice(copied, start), make("mark", {}, link));
    copied = end;
  }
  line.append(text.slice(copied));
  return line;
};
const described = (slug, [head, kind, sense]) => {
  const id = `word-${slug}`, said = (name) => [name, ...kind ? [", ", make("i", {}, kind)] : [], ` ${sense}`], name = () => make("b", { className: "head" }, head);
  if (!named(id)) {
    const way = linked(slug, form.dataset.go, make("span", { className: "unseen" }, ` ${head}`));
    cards.append(make("div", { id, className: "preview", popover: "hint" }, make("p", {}, ...said(name())), make("p", { className: "meta" }, way)));
  }
  return make("li", {}, ...said(linked(slug, name())));
};

const packed = async (text) => {
  const bytes = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  return bytes.length > LONGEST_LINK ? "" : btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const unpacked = async (code) => {
  const bytes = Uint8Array.from(atob(decodeURI(code).replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "", size = 0;
  for (const source = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader(); ;) {
    const { done, value } = await source.read();
    if (done) return text + decoder.decode();
    if ((size += value.length) > 2e5) throw Error();
    text += decoder.decode(value, { stream: true });
  }
};
const offer = (button, isOffered, said) => {
  button.onclick = async () => {
    await navigator.clipboard.writeText(said());
    button.textContent = form.dataset.copied;
  };
  if (!isOffered) button.remove();
};

const result = named("result"), cards = named("cards"), status = named("status"), say = (words) => status.replaceChildren(words);
let turn = 0;
const show = async (text) => {
  const own = ++turn;
  result.replaceChildren();
  cards.replaceChildren();
  if (!text.trim()) return say(form.dataset.empty);
  try {
    const { blocks, plain, found, tenths, isCut } = (await load("terms", readerOf))(text), count = found.length;
    if (own != turn) return;
    const verdict = [...document.querySelectorAll(".verdicts tbody tr")].findLast(({ cells: [least] }) => tenths >= 10 * least.textContent);
    say(`${count} word${count == 1 ? "" : "s"} found, ${(tenths / 10).toFixed(1)} in a hundred. ${verdict?.cells[1].textContent ?? ""} ${isCut ? form.dataset.cut : ""}`);
    const [title, marks, plainly, words, ways] = named("frame").content.cloneNode(true).children, [link, whole, english] = ways.children;
    const isPlain = blocks.some(({ text }, number) => text != plain[number]);
    for (const block of blocks) marks.append(marked(block));
    for (const line of plain) plainly.append(make("p", {}, line));
    result.append(title, marks, ...isPlain ? [plainly] : []);
    const senses = await load("senses"), slugs = new Map(found.map(({ slug, number }) => [slug, number]));
    const address = location.href.split("#")[0] + "#t=", code = window.CompressionStream ? await packed(text) : "", isShort = code && address.length + code.length <= LONGEST_LINK;
    if (own != turn) return;
    for (const [slug, number] of slugs) words.lastChild.append(described(slug, senses[number]));
    offer(link, isShort, () => address + code);
    offer(whole, !isShort, () => `${text}\n\n${[...words.lastChild.children].map((one) => one.textContent).join("\n")}\n`);
    offer(english, isPlain, () => plain.join("\n"));
    result.append(...count ? [words] : [], ways);
    result.dispatchEvent(new Event("words", { bubbles: true }));
  } catch {
    loaded = {};
    say(form.dataset.lost);
  }
};

if (form) {
  const { text } = form;
  const open = async () => {
    const own = history.state, [, code] = location.hash.split(/#t=|&/);
    try {
      // Who comes back from a word has the text as it was left.
      if (own || code != null) await show(text.value = own || await unpacked(code));
    } catch {
      say(form.dataset.broken);
    }
    // What was shared is below the first screen.
    own || code == null || status.scrollIntoView();
  };
  for (const one of form) one.disabled = false;
  named("hint").textContent = form.dataset.hint;
  text.oninput = () => load("terms", readerOf).catch(() => {});
  form.onsubmit = (event) => {
    event.preventDefault();
    history.replaceState(text.value, "");
    show(text.value);
  };
  window.onhashchange = open;
  open();
}
