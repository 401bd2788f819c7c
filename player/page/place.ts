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
