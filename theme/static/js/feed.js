// A feed that somebody opened in a browser: its titles lead on, and days are as that reader writes them. The server adds
// this (docs/nginx.conf) to what a browser gets; feed readers never see it. feed.css shows the feed without it, too.

const XHTML = "http://www.w3.org/1999/xhtml";
const root = document.documentElement;
const subscribe = new URL("../subscribe/", document.currentScript.src).href;

function make(name, text, attributes = {}) {
  const element = document.createElementNS(XHTML, name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// RSS has HTML in its titles and descriptions, Atom plain text.
function textOf(element) {
  if (root.localName !== "rss") return element.textContent;
  return new DOMParser().parseFromString(element.textContent, "text/html").body.textContent;
}

for (const said of document.querySelectorAll("channel > description, item > description")) said.textContent = textOf(said);

for (const item of document.querySelectorAll("feed, entry, channel, item")) {
  const title = item.querySelector(":scope > title");
  const link = item.querySelector(":scope > link[rel=alternate], :scope > link:not([rel])");
  const href = link?.getAttribute("href") ?? link?.textContent;
  if (title && /^https?:/.test(href)) title.replaceChildren(make("a", textOf(title), { href }));
}

for (const date of document.querySelectorAll("entry > published, item > pubDate")) {
  const moment = new Date(date.textContent);
  if (!Number.isNaN(moment.valueOf())) {
    const day = moment.toLocaleDateString(undefined, { dateStyle: "long", timeZone: "UTC" });
    date.replaceChildren(make("time", day, { datetime: moment.toISOString() }));
  }
}

const notice = make("p", "This is a feed. Copy its address into a feed reader, and it will tell you when there is something new: ");
notice.append(make("code", location.href), ". ", make("a", "What that is, and how to begin", { href: subscribe }), ".");
root.setAttribute("read", "");
root.prepend(notice);
