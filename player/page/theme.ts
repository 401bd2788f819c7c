// What the theme leaves short: names for screen readers, ways for keyboards.

function name(element: Element | null, label: string): void {
  if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
}

export function nameDialog(): void {
  for (const dialog of document.querySelectorAll(".md-search[role=dialog]")) name(dialog, "Search");
}

/** A section with a page of its own leaves its fold-out arrow, and so the list, nameless. */
export function nameArrows(): void {
  for (const arrow of document.querySelectorAll("label.md-nav__link[id][for^=__nav_]")) {
    const link = arrow.parentElement?.querySelector("a.md-nav__link");
    if (!link || arrow.textContent.trim()) continue;
    const text = document.createElement("span");
    text.className = "sr-only";
    text.textContent = `Pages of ${link.textContent.trim()}`;
    arrow.append(text);
  }
}

/** One button is no landmark, and a page has many. */
export function noLandmarks(): void {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
}

/** Each copy button says what it copies, and copies what is worth it. */
export function nameCopying(): void {
  for (const nav of document.querySelectorAll("nav.md-code__nav")) {
    const block = nav.closest(".highlight");
    const title = block?.querySelector(".filename");
    const copy = nav.querySelector<HTMLElement>("[data-md-type=copy]");
    if (!copy) continue;
    // a part of a program, one wrong on purpose, commands: what to copy is not what is seen
    let whole = block?.getAttribute("data-copy");
    // ... but whether a mending holds is the reader's to find out
    if (whole && block?.matches(".candidate:not(.chosen) + *")) whole = whole.replace(/^# Broken.*\n/, "");
    if (whole) copy.setAttribute("data-clipboard-text", whole);
    if (!title) continue;
    // a mending to choose: its file's name would tell whether it holds
    const choice = nav.closest(".candidate + .highlight")?.previousElementSibling;
    name(copy, `${copy.title}: ${(choice ?? title).firstChild?.textContent?.trim()}`);
  }
}

/** What scrolls sideways must be reachable by keyboard. The theme takes the tabindex away
 *  again where there is no mouse, so this is called after each change. */
export function reachable(): void {
  for (const box of document.querySelectorAll(".md-content pre > code, .md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) box.setAttribute("tabindex", "0");
  }
}
