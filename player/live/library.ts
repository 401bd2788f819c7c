// What of the standard library a page needs: nothing that asks a network, a terminal,
// another process or a C module that Pyodide lacks, no tools, no rare encodings.

const LEFT_OUT = new Set(
  `_aix_support _android_support _apple_support _ios_support _osx_support _pyrepl
  antigravity bdb cmd cProfile curses dbm doctest ensurepip ftplib getpass http idlelib
  imaplib lib2to3 mailbox mailcap multiprocessing netrc nntplib optparse pdb
  pickletools poplib profile pstats pty pyclbr pydoc pydoc_data rlcompleter smtplib
  sqlite3 tabnanny test this tkinter trace tty turtle turtledemo unittest venv webbrowser
  wsgiref xml xmlrpc zipapp`.split(/\s+/),
);
const ENCODINGS = new Set(
  `__init__ aliases ascii base64_codec bz2_codec charmap cp1252 cp437 hex_codec idna
  iso8859_1 iso8859_15 latin_1 punycode quopri_codec raw_unicode_escape rot_13 undefined
  unicode_escape utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8
  utf_8_sig uu_codec zlib_codec`.split(/\s+/),
);
/** Of Pyodide's own: fetching, a console. */
const PYODIDE = /^pyodide\/(console|_nodesock_transport|http\/(?!__init__))/;

/** Of the scheduler's: its commands, what it prints on a terminal, what tests use. */
const NATIVE = /^scheduler\/(__main__|conformance|pytest_plugin|testing|describe\/(?!__init__|trace))/;

/** Whether the file `name` of the scheduler is of use in a page. */
export function engine(name: string): boolean {
  return !NATIVE.test(name);
}

/** Whether the file `name` is Pyodide's own: no program may import that. */
export function own(name: string): boolean {
  return /^_?pyodide\//.test(name);
}

/** Whether the file `name` of the library is packed. */
export function kept(name: string): boolean {
  const [first = "", second = ""] = name.split("/");
  if (LEFT_OUT.has(first.replace(/\.py$/, ""))) return false;
  if (first === "encodings") return ENCODINGS.has(second.replace(/\.py$/, ""));
  return name.endsWith(".py") && !PYODIDE.test(name);
}
