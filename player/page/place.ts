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
