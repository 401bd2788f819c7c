// The end of a page: copied as Markdown, and the way to report a wrong claim.

import { page } from "./place.ts";

/** "This page as Markdown" is copied, and opened where it can't be. */
export function copyPage(): void {
  document.addEventListener("click", async event => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a.copy-page");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      link.textContent = "Copied this page as Markdown";
    } catch {
      location.href = link.href;
    }
  });
}

/** The last line of each page leads to where a wrong claim is reported. */
export function report(): void {
  const article = document.querySelector("article.md-content__inner");
  if (!article || article.querySelector(".report, .not-found")) return;
  const target = page("reference/report/");
  if (location.pathname === target.pathname) {
    const from = article.querySelector<HTMLElement>(".came-from");
    const came = new URLSearchParams(location.search).get("page");
    if (from?.lastElementChild && came) {
      from.hidden = false;
      from.lastElementChild.textContent = came;
    }
    return;
  }
  target.searchParams.set("page", location.pathname);
  const line = document.createElement("p");
  const link = document.createElement("a");
  line.className = "report";
  link.href = target.href;
  link.textContent = "Report a wrong claim on this page";
  line.append(link);
  article.append(line);
}
