// The colours: the reader's choice, else the system's. The theme's own switch sets and reads
// styles in turn, and so has the browser style the whole page three times while it starts,
// also where nothing changes; this one sets what differs.

declare global {
  /** The theme's, at the top of each page; what is kept is applied there before the page shows. */
  function __md_get(name: string): { index: number } | null;
  function __md_set(name: string, value: unknown): void;
}

const SYSTEM = "(prefers-color-scheme)";

function meta(name: string): HTMLMetaElement {
  const found = document.head.querySelector<HTMLMetaElement>(`meta[name=${name}]`) ?? document.createElement("meta");
  found.name = name;
  return found;
}

function put(tag: HTMLMetaElement, content: string): void {
  if (tag.content !== content) tag.content = content;
  if (!tag.isConnected) document.head.append(tag);
}

export function palette(): void {
  const options = [...document.querySelectorAll<HTMLInputElement>("form[data-palette] > input")];
  const header = document.querySelector(".md-header");
  if (!options.length || !header) return;
  const light = matchMedia("(prefers-color-scheme: light)");
  let at = 0;
  try {
    at = Math.max(0, Math.min(__md_get("__palette")?.index ?? 0, options.length - 1));
  } catch {
    // Without a place to keep it, the system's.
  }

  function show(): void {
    const { mdColorMedia: media } = options[at]!.dataset;
    const wanted = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`;
    const option = media === SYSTEM ? options.find(other => other.dataset["mdColorMedia"] === wanted)! : options[at]!;
    const scheme = option.dataset["mdColorScheme"]!;
    const body = document.body.dataset;
    if (body["mdColorScheme"] !== scheme) body["mdColorScheme"] = scheme;
    if (media !== SYSTEM) body["mdColorMedia"] = media;
    // What the page does not draw, its bars for scrolling, say, is light where nothing is said.
    const bars = meta("color-scheme");
    if (scheme === "slate" || bars.isConnected) put(bars, scheme === "slate" ? "dark" : "light");
    for (const [index, input] of options.entries()) (input.nextElementSibling as HTMLElement).hidden = index !== at;
    requestAnimationFrame(() => put(meta("theme-color"), getComputedStyle(header!).backgroundColor));
  }

  for (const [index, input] of options.entries()) {
    input.addEventListener("change", () => {
      at = index;
      show();
      const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = input.dataset;
      __md_set("__palette", { index, color: { media, scheme, primary, accent } });
    });
    input.addEventListener("keydown", event => {
      if (event.key !== "Enter") return;
      const next = options[(at + 1) % options.length]!;
      next.click();
      next.focus();
    });
  }
  light.addEventListener("change", show);
  show();
}
