// Goes to any word when the address asks for one. Without scripts the link leads to the index.
const go = () => {
  const words = document.querySelectorAll(".index ul a");
  if (location.hash === "#random" && words.length) location.replace(words[Math.floor(Math.random() * words.length)].href);
};
addEventListener("hashchange", go);
go();
