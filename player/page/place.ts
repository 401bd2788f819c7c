// Where the site stands, told from where this script does.

const script = (document.currentScript as HTMLScriptElement).src;

/** A file of the site's assets. */
export function asset(path: string): URL {
  return new URL(`../${path}`, script);
}

/** A page of the site. */
export function page(address: string): URL {
  return new URL(`../../${address}`, script);
}

/** A command that fetches from this site names it as it was reached. */
export function nameSite(): void {
  const named = "https://SITE/";
  const top = page("").href;
  for (const block of document.querySelectorAll<HTMLElement>(".language-console.highlight")) {
    const code = block.querySelector("code");
    if (!code?.textContent.includes(named)) continue;
    block.dataset.copy = block.dataset.copy?.replaceAll(named, top);
    const parts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while (parts.nextNode()) {
      const part = parts.currentNode as Text;
      part.data = part.data.replaceAll(named, top);
    }
  }
}

/** Why a part of the site did not come, and what to do about it. */
export function unfetched(what: string): string {
  if (location.protocol !== "file:") return `${what} could not be loaded. Are you offline?`;
  return `${what} needs a web server, and this page was opened from a file. In the site's folder run "python3 -m http.server", and open http://localhost:8000.`;
}
