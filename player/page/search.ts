// The search: what is typed without keys, where a result stands, the page that is not there.

import { page } from "./place.ts";

const field = document.querySelector<HTMLInputElement>(".md-search__input");
const said = document.querySelector(".md-search-result__meta");

function tell(): void {
  field?.dispatchEvent(new Event("keyup"));
}

/** The theme looks at keys alone: what is pasted by mouse or spoken comes without. */
export function mendField(): void {
  if (!field) return;
  let last = field.value;
  field.addEventListener("keyup", () => (last = field.value));
  field.addEventListener("input", () => {
    setTimeout(() => {
      if (field.value !== last) tell();
    });
  });
  // A blank starts the search's worker: the index comes while the first word is typed.
  const begin = (): void => {
    if (field.value) return;
    for (const value of [" ", ""]) {
      field.value = value;
      tell();
    }
  };
  const open = (): void => {
    begin();
    // A worker that was not there yet is told the last of both alone, and answers: once more.
    if (!said) return;
    const answered = new MutationObserver(() => {
      answered.disconnect();
      begin();
    });
    answered.observe(said, { childList: true });
  };
  // The page was shown before this script came: a reader may be in the field already.
  if (document.activeElement === field) open();
  else field.addEventListener("focus", open, { once: true });
}

/** The first part of a page's address below the site's. */
function part(path: string): string | undefined {
  return path.slice(page("").pathname.length).split("/")[0];
}

/** A result of the search says which part of the site its page is in. */
export function place(): void {
  for (const item of document.querySelectorAll(".md-search-result__item:not([data-section])")) {
    const link = item.querySelector<HTMLAnchorElement>("a.md-search-result__link");
    const title = link?.querySelector("h1");
    if (!link || !title) continue;
    item.setAttribute("data-section", "");
    const tabs = [...document.querySelectorAll<HTMLAnchorElement>("a.md-tabs__link")];
    const tab = tabs.find(other => part(other.pathname) === part(link.pathname));
    if (!tab) continue;
    const words = document.createElement("p");
    words.className = "search-section";
    words.textContent = tab.textContent.trim();
    title.before(words);
  }
}

/** At an address that there is not: what was looked for, to be searched with one press. */
export function missing(): void {
  const lost = document.querySelector(".not-found:not([data-ready])");
  const words = location.pathname.replace(/\.html?$/, "").split(/[\W_]+/)
    .filter(word => /[a-z]{3}/i.test(word)).slice(-4).join(" ");
  if (!lost || !words || !field) return;
  lost.setAttribute("data-ready", "");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-button";
  button.textContent = `Search for “${words}”`;
  button.addEventListener("click", () => {
    field.value = words;
    field.focus();
    tell();
  });
  lost.after(button);
}
