// Today's word, by the reader's own date: docs/theme.md.
const place = document.querySelector("[data-days]");
const today = async () => {
  const data = new URL(place.dataset.days, location);
  const { from, words } = await (await fetch(data)).json();
  const now = new Date();
  const days = (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(from)) / 864e5;
  const url = new URL(`${words[days % words.length]}/`, data).href, link = place.querySelector("p a");
  if (days < 0 || url === link.href) return;
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
  const word = page.querySelector("dl.definition"), head = word.querySelector("dfn"), way = document.createElement("a");
  for (const one of [word, ...word.querySelectorAll("[id]")]) one.removeAttribute("id");
  for (const mark of word.querySelectorAll(".mark a")) mark.href = url + mark.hash;
  way.href = link.href = url;
  way.append(...head.childNodes);
  head.append(way);
  place.querySelector("dl").replaceWith(word);
};
// Nothing is asked for until the word is in sight.
if (place) new IntersectionObserver((seen, watch) => {
  if (seen.some((one) => one.isIntersecting)) today(watch.disconnect());
}).observe(place);
