// What the pages gain from a script; every one of them reads without it.
"use strict";

const box = document.querySelector("#q");
const main = document.querySelector("#main");

// Search as one types. While an input method composes, the letters are no words yet.
let composing = false;
let waiting = 0;
let asking = null;
let replaced = false;
let moved = location.pathname === "/news";

function wanted() {
  const given = new URLSearchParams(new FormData(box.form));
  for (const [name, value] of [...given]) {
    if (!value.trim()) given.delete(name);
  }
  return given;
}

async function ask() {
  const given = wanted();
  const address = "/news" + (given.size ? "?" + given : "");
  given.set("fragment", "1");
  if (asking) asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch("/news?" + given, { signal: asking.signal });
    if (!answer.ok) return;
    main.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return;
  }
  history[moved ? "replaceState" : "pushState"]({ typed: true }, "", address);
  moved = true;
  replaced = true;
  document.title = (box.value.trim() || "新闻") + " · 时报";
  settle();
}

function soon() {
  if (composing) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, 180);
}

box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; soon(); });
box.addEventListener("input", soon);
// Back to what was here before the typing; a step to a #fragment is none.
addEventListener("popstate", () => { if (replaced && !location.hash) location.reload(); });

// Keys: / to search, j and k from story to story, Enter is the link's own.
function step(by) {
  const links = [...main.querySelectorAll(".story a.headline")];
  const here = links.findIndex((link) => link === document.activeElement);
  const next = links[here < 0 && by < 0 ? links.length - 1 : here + by];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const deeds = {
    "/": () => { box.focus(); box.select(); },
    j: () => step(1),
    k: () => step(-1),
  };
  if (Object.hasOwn(deeds, event.key)) {
    event.preventDefault();
    deeds[event.key]();
  }
});

// On a phone the filters begin closed.
function settle() {
  const filters = main.querySelector(".facets details");
  if (filters && matchMedia("(max-width: 48rem)").matches) filters.open = false;
}
settle();
