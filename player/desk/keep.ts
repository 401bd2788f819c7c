// What the reader has written, kept in their browser under the program's name.

const PREFIX = "desk:";

// Where the browser keeps nothing, it lasts as long as the page.
const unkept = new Map<string, string>();

/** What was kept for a program; undefined where nothing was. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? unkept.get(name);
  } catch {
    return unkept.get(name);
  }
}

/** Keep a text; undefined forgets it. False where it lasts no longer than the page. */
export function keep(name: string, text: string | undefined): boolean {
  unkept.delete(name);
  try {
    if (text === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
    return true;
  } catch {
    if (text !== undefined) unkept.set(name, text);
    return false;
  }
}
