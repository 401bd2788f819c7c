// Mends what the theme leaves short for keyboards and screen readers, and marks
// the programs that are wrong on purpose. The pages read whole without it.
(function () {
  "use strict";

  function name(element, label) {
    if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
  }

  // What scrolls sideways must be reachable by keyboard. The theme takes the
  // tabindex away again where there is no mouse, so this looks after each change.
  function reachable(element) {
    var scrolls = element.scrollWidth > element.clientWidth;
    if (scrolls && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
  }

  function mend() {
    document.querySelectorAll(".md-search[role=dialog]").forEach(function (dialog) {
      name(dialog, "Search");
    });
    // a section with a page of its own leaves its fold-out arrow, and so the list, nameless
    document.querySelectorAll("label.md-nav__link[id][for^=__nav_]").forEach(function (arrow) {
      var link = arrow.parentElement.querySelector("a.md-nav__link");
      if (!link || arrow.textContent.trim()) return;
      var text = document.createElement("span");
      text.className = "sr-only";
      text.textContent = "Pages of " + link.textContent.trim();
      arrow.append(text);
    });
    document.querySelectorAll(".md-typeset .filename").forEach(function (title) {
      var block = title.closest(".highlight");
      if (block.classList.contains("broken") || !/_broken\.py$/.test(title.textContent.trim())) return;
      block.classList.add("broken");
      var badge = document.createElement("span");
      badge.className = "badge";
      badge.textContent = "broken on purpose";
      title.append(" ", badge);
    });
    document.querySelectorAll("nav.md-code__nav").forEach(function (nav) {
      nav.setAttribute("role", "none"); // one button is no landmark
      var title = nav.closest(".highlight") && nav.closest(".highlight").querySelector(".filename");
      var copy = nav.querySelector("[data-md-type=copy]");
      if (title && copy) name(copy, copy.title + ": " + title.firstChild.textContent.trim());
    });
    document.querySelectorAll(".md-content pre > code, .md-typeset__scrollwrap").forEach(reachable);
  }

  var pending = 0;
  function soon() {
    if (!pending) pending = requestAnimationFrame(function () { pending = 0; mend(); });
  }

  mend();
  new MutationObserver(soon).observe(document.body, {
    attributes: true, attributeFilter: ["tabindex"], childList: true, subtree: true
  });
  addEventListener("resize", soon);
  if (window.document$) window.document$.subscribe(soon);
})();
